//! Kinds of challenges that servers send, and the contents of a correct answer.

use super::verifier::Expected;

pub(super) const PUBLIC: &str = "abcdefgh";
pub(super) const PRIVATE: &str = "hush-private-key";

/// A kind of challenge.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// The values of `WWW-Authenticate`.
    pub(super) headers: Vec<Vec<u8>>,
    pub(super) expected: Expected,
}

impl Kind {
    /// By default with the realm `r`, the nonce `n`, and `qop=auth`.
    fn new(name: &'static str, headers: &[&str]) -> Self {
        Self {
            name,
            headers: headers
                .iter()
                .map(|text| text.as_bytes().to_vec())
                .collect(),
            expected: Expected {
                user: PUBLIC.to_owned(),
                key: PRIVATE.to_owned(),
                realm: b"r".to_vec(),
                nonce: "n".to_owned(),
                opaque: None,
                algorithm: None,
                qop: Some("auth".to_owned()),
                userhash: false,
            },
        }
    }

    fn algorithm(mut self, algorithm: &str) -> Self {
        self.expected.algorithm = Some(algorithm.to_owned());
        self
    }

    fn qop(mut self, qop: Option<&str>) -> Self {
        self.expected.qop = qop.map(str::to_owned);
        self
    }

    fn realm(mut self, realm: &[u8]) -> Self {
        self.expected.realm = realm.to_vec();
        self
    }

    fn nonce(mut self, nonce: &str) -> Self {
        self.expected.nonce = nonce.to_owned();
        self
    }

    fn opaque(mut self, opaque: &str) -> Self {
        self.expected.opaque = Some(opaque.to_owned());
        self
    }

    fn userhash(mut self) -> Self {
        self.expected.userhash = true;
        self
    }

    fn user(mut self, user: &str) -> Self {
        self.expected.user = user.to_owned();
        self
    }
}

pub(super) fn kinds() -> Vec<Kind> {
    let mut kinds = algorithms();
    kinds.extend(protections());
    kinds.extend(syntax());
    kinds.extend(charsets());
    kinds.extend(several());
    kinds
}

fn algorithms() -> Vec<Kind> {
    let mut kinds = vec![
        Kind::new(
            "no algorithm",
            &[r#"Digest realm="r", nonce="n", qop="auth""#],
        ),
        Kind::new(
            "an algorithm in quotes",
            &[r#"Digest realm="r", nonce="n", qop="auth", algorithm="MD5""#],
        )
        .algorithm("MD5"),
    ];
    for name in [
        "MD5",
        "md5",
        "MD5-sess",
        "md5-SESS",
        "SHA-256",
        "sha-256",
        "SHA-256-sess",
        "SHA-512-256",
        "SHA-512-256-sess",
    ] {
        let header = format!(r#"Digest realm="r", nonce="n", qop="auth", algorithm={name}"#);
        kinds.push(Kind::new(name, &[&header]).algorithm(name));
    }
    kinds
}

fn protections() -> Vec<Kind> {
    vec![
        Kind::new("RFC 2069", &[r#"Digest realm="r", nonce="n""#]).qop(None),
        Kind::new(
            "SHA-256 without qop",
            &[r#"Digest realm="r", nonce="n", algorithm=SHA-256"#],
        )
        .algorithm("SHA-256")
        .qop(None),
        Kind::new(
            "MD5-sess without qop",
            &[r#"Digest realm="r", nonce="n", algorithm=MD5-sess"#],
        )
        .algorithm("MD5-sess")
        .qop(None),
        Kind::new("an empty qop", &[r#"Digest realm="r", nonce="n", qop="""#]).qop(None),
        Kind::new(
            "the body too",
            &[r#"Digest realm="r", nonce="n", qop="auth-int""#],
        )
        .qop(Some("auth-int")),
        Kind::new(
            "the body too, SHA-256-sess",
            &[r#"Digest realm="r", nonce="n", qop="auth-int", algorithm=SHA-256-sess"#],
        )
        .algorithm("SHA-256-sess")
        .qop(Some("auth-int")),
        Kind::new(
            "the body or not",
            &[r#"Digest realm="r", nonce="n", qop="auth-int, auth""#],
        ),
        Kind::new(
            "qop in capitals",
            &[r#"Digest realm="r", nonce="n", QOP="AUTH""#],
        ),
        Kind::new(
            "qop with others",
            &[r#"Digest realm="r", nonce="n", qop="auth-conf,auth""#],
        ),
        Kind::new(
            "qop without quotes",
            &[r#"Digest realm="r", nonce="n", qop=auth"#],
        ),
        Kind::new(
            "a list of qop without quotes",
            &[r#"Digest realm="r", nonce="n", qop=auth-int,auth, algorithm=MD5"#],
        )
        .algorithm("MD5"),
    ]
}

fn syntax() -> Vec<Kind> {
    vec![
        Kind::new("as Atlas", &[r#"Digest realm="MMS Public API", domain="", nonce="n", algorithm=MD5, qop="auth", stale=false"#])
            .realm(b"MMS Public API")
            .algorithm("MD5"),
        Kind::new("values without quotes", &["Digest realm=r, nonce=ab/+c==, qop=auth, opaque=o"])
            .nonce("ab/+c==")
            .opaque("o"),
        Kind::new("escapes", &[r#"Digest realm="a \"b\" \\ \c", nonce="n", qop="auth", opaque="\"o\"""#])
            .realm(br#"a "b" \ c"#)
            .opaque(r#""o""#),
        Kind::new("commas in quotes", &[r#"Digest realm="a, nonce=x, Basic b", nonce="n", qop="auth""#])
            .realm(b"a, nonce=x, Basic b"),
        Kind::new("an empty realm", &[r#"Digest realm="", nonce="n", qop="auth""#]).realm(b""),
        Kind::new("whitespace and empty elements", &["DIGEST  realm = \"r\" ,, nonce\t=\t\"n\",qop=\"auth\" , "]),
        Kind::new("a domain", &[r#"Digest realm="r", domain="/api https://example.org/", nonce="n", qop="auth""#]),
        Kind::new("stale at first", &[r#"Digest realm="r", nonce="n", qop="auth", stale=TRUE"#]),
        Kind::new("unknown parameters", &[r#"Digest realm="r", nonce="n", qop="auth", new=1, x-y="z""#]),
    ]
}

fn charsets() -> Vec<Kind> {
    let mut latin1 = Kind::new("a realm in Latin-1", &[]).realm(b"caf\xe9");
    latin1.headers = vec![b"Digest realm=\"caf\xe9\", nonce=\"n\", qop=\"auth\"".to_vec()];
    vec![
        latin1,
        Kind::new(
            "a realm in UTF-8",
            &[r#"Digest realm="café", nonce="n", qop="auth", charset=UTF-8"#],
        )
        .realm("café".as_bytes()),
        Kind::new(
            "a hashed user",
            &[r#"Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256, userhash=true"#],
        )
        .algorithm("SHA-256")
        .userhash(),
        Kind::new(
            "a hashed user in UTF-8",
            &[r#"Digest realm="r", nonce="n", qop="auth", charset="UTF-8", userhash="TRUE""#],
        )
        .user("Jäsøn")
        .userhash(),
        Kind::new(
            "a user in UTF-8",
            &[r#"Digest realm="r", nonce="n", qop="auth", charset=UTF-8, userhash=false"#],
        )
        .user("Jäsøn"),
    ]
}

fn several() -> Vec<Kind> {
    vec![
        Kind::new("several in a header", &[r#"Digest realm="r", nonce="m", qop="auth", algorithm=MD5, Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256"#])
            .algorithm("SHA-256"),
        Kind::new(
            "several headers",
            &[
                r#"Digest realm="r", nonce="n", qop="auth", algorithm=SHA-512-256"#,
                r#"Digest realm="r", nonce="m", qop="auth", algorithm=MD5"#,
            ],
        )
        .algorithm("SHA-512-256"),
        Kind::new("equals, of which the first", &[r#"Digest realm="r", nonce="n", qop="auth", Digest realm="r", nonce="m", qop="auth""#]),
        Kind::new("beside other schemes", &[r#"Negotiate YWJj==, Basic realm="x", Digest realm="r", nonce="n", qop="auth", Bearer"#]),
        Kind::new("beside an unknown algorithm", &[r#"Digest realm="r", nonce="m", qop="auth", algorithm=SHA-1024, Digest realm="r", nonce="n", qop="auth""#]),
        Kind::new("beside an unknown qop", &[r#"Digest realm="r", nonce="m", qop="auth-conf", algorithm=SHA-256, Digest realm="r", nonce="n", qop="auth""#]),
        Kind::new("beside one without a nonce", &[r#"Digest realm="r", qop="auth", Digest realm="r", nonce="n", qop="auth""#]),
        Kind::new("beside a malformed one", &[r#"Digest realm="r"x, nonce="m", qop="auth", algorithm=SHA-256, Digest realm="r", nonce="n", qop="auth""#]),
        Kind::new("beside one with a parameter twice", &[r#"Digest realm="r", nonce="m", nonce="l", algorithm=SHA-256, Digest realm="r", nonce="n", qop="auth""#]),
        Kind::new(
            "beside a malformed header",
            &[r#"Digest realm="never closed, nonce=m"#, r#"Digest realm="r", nonce="n", qop="auth""#],
        ),
    ]
}
