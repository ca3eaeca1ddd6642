//! A third-party client against the sandbox: MongoDB's MCP server, whose tools manage Atlas. It requests tokens only
//! over HTTPS, uses one API version everywhere, and sends only what its tools need.
//!
//! All of its Atlas tools run, except `atlas-connect-cluster`, which connects to a database. The sandbox has none.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::sandbox::Sandbox;
use crate::support::{GROUP, ORGANIZATION};

/// The server. It speaks JSON-RPC, with one message a line.
struct Server {
    child: Child,
    requests: ChildStdin,
    responses: BufReader<ChildStdout>,
    last_id: u64,
}

impl Server {
    fn start(program: &str, sandbox: &Sandbox, ca: &str) -> Self {
        let mut child = Command::new(program)
            .args(["--telemetry", "disabled", "--confirmationRequiredTools", ""])
            .env("MDB_MCP_API_BASE_URL", format!("{}/", sandbox.url()))
            .env("MDB_MCP_API_CLIENT_ID", "mdb_sa_id_sandbox")
            .env("MDB_MCP_API_CLIENT_SECRET", "mdb_sa_sk_sandbox")
            // For tokens, and for all other requests.
            .env("NODE_EXTRA_CA_CERTS", ca)
            .env("SSL_CERT_FILE", ca)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut server = Self {
            requests: child.stdin.take().unwrap(),
            responses: BufReader::new(child.stdout.take().unwrap()),
            child,
            last_id: 0,
        };
        let client = json!({"name": "atlas-api", "version": "0"});
        let hello =
            json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client});
        server.request("initialize", &hello);
        server.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        server
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.requests, "{message}").unwrap();
    }

    fn request(&mut self, method: &str, parameters: &Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": parameters}));
        loop {
            let mut line = String::new();
            assert!(
                self.responses.read_line(&mut line).unwrap() > 0,
                "the server has ended"
            );
            let message: Value = line.parse().unwrap();
            // Others are notifications.
            if message["id"] == id {
                assert_eq!(message["error"], Value::Null, "{method}");
                return message["result"].clone();
            }
        }
    }

    /// Calls a tool. Returns its answer as data.
    fn tool(&mut self, name: &str, arguments: Value) -> Value {
        let result = self.call(name, &arguments);
        assert_ne!(result["isError"], true, "{name} {arguments}: {result}");
        println!("{name} {arguments}");
        result["structuredContent"].clone()
    }

    fn call(&mut self, name: &str, arguments: &Value) -> Value {
        self.request("tools/call", &json!({"name": name, "arguments": arguments}))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already, or ends now.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Arguments of a tool in the project.
fn in_project(more: Value) -> Value {
    let mut arguments = json!({"projectId": GROUP});
    for (name, value) in more.as_object().unwrap() {
        arguments[name] = value.clone();
    }
    arguments
}

#[test]
#[ignore = "needs MongoDB's MCP server: .ci/run external"]
fn every_tool_of_the_mcp_server_works() {
    let program = env::var("MCP_SERVER").expect("MCP_SERVER is the program mongodb-mcp-server");
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.pem");
    let ca = ca.to_str().unwrap();
    let sandbox = Sandbox::with(&["--seconds", "0", "--tls-ca", ca]);
    let mut server = Server::start(&program, &sandbox, ca);

    let listed = server.request("tools/list", &json!({}));
    let tools = listed["tools"].as_array().unwrap().iter();
    let tools = tools.filter_map(|it| it["name"].as_str());
    // Tools for local clusters need Docker.
    let is_atlas = |name: &&str| name.starts_with("atlas-") && !name.starts_with("atlas-local-");
    let mut untried: Vec<String> = tools.filter(is_atlas).map(str::to_owned).collect();
    assert!(untried.len() >= 20, "{untried:?}");
    let mut tool = |name: &str, arguments: Value| {
        untried.retain(|it| it != name);
        server.tool(name, arguments)
    };

    let found = tool("atlas-list-orgs", json!({"includeCount": true}));
    assert_eq!(
        found["organizations"],
        json!([{"id": ORGANIZATION, "name": "Sandbox"}])
    );
    assert_eq!(found["totalCount"], 1);
    tool(
        "atlas-create-project",
        json!({"projectName": "Second", "orgId": ORGANIZATION}),
    );
    let found = tool(
        "atlas-list-projects",
        json!({"orgId": ORGANIZATION, "limit": 1, "pageNum": 2}),
    );
    assert_eq!(found["projects"][0]["name"], "Second");

    let free = json!({"name": "free", "region": "US_EAST_1"});
    tool("atlas-create-free-cluster", in_project(free));
    let dedicated = json!({"clusterName": "large", "provider": "AWS", "regions": ["US_EAST_1"]});
    let created = tool("atlas-create-cluster", in_project(dedicated));
    assert_eq!(created["instanceSize"], "M30", "there are others");
    let found = tool("atlas-list-clusters", json!({"projectId": GROUP}));
    let clusters = found["clusters"].as_array().unwrap().iter();
    let clusters: Vec<_> = clusters
        .map(|it| (&it["name"], &it["instanceType"]))
        .collect();
    let expected = [
        ("prod", "DEDICATED"),
        ("staging", "DEDICATED"),
        ("free", "FREE"),
        ("large", "DEDICATED"),
    ];
    assert_eq!(json!(clusters), json!(expected));
    assert_eq!(tool("atlas-list-clusters", json!({}))["totalCount"], 4);
    let upgrade = json!({"clusterName": "prod", "targetTier": "M20"});
    tool("atlas-upgrade-cluster", in_project(upgrade));
    let pause = json!({"clusterName": "staging", "action": "PAUSE"});
    tool("atlas-pause-resume-cluster", in_project(pause));
    for (name, property, value) in [
        ("prod", "instanceSize", json!("M20")),
        ("staging", "paused", json!(true)),
        ("free", "provider", json!("AWS")),
        ("large", "state", json!("IDLE")),
    ] {
        let found = tool(
            "atlas-inspect-cluster",
            in_project(json!({"clusterName": name})),
        );
        assert_eq!(found[property], value, "{name}");
    }
    for (target, kind) in [("FLEX", "FLEX"), ("M10", "DEDICATED")] {
        let upgrade = json!({"clusterName": "free", "targetTier": target});
        tool("atlas-upgrade-cluster", in_project(upgrade));
        let found = tool(
            "atlas-inspect-cluster",
            in_project(json!({"clusterName": "free"})),
        );
        assert_eq!(
            (&found["instanceType"], &found["state"]),
            (&json!(kind), &json!("IDLE"))
        );
    }
    let load = tool(
        "atlas-load-sample-dataset",
        in_project(json!({"clusterName": "prod"})),
    );
    let load = tool(
        "atlas-load-sample-dataset",
        in_project(json!({"jobId": load["jobId"]})),
    );
    assert_eq!(load["state"], "COMPLETED");
    let regions = tool("atlas-get-regions", json!({"provider": "AWS"}));
    assert!(regions["regions"].as_array().unwrap().len() > 10);

    let entries = json!({
        "ipAddresses": ["203.0.113.7"], "cidrBlocks": ["198.51.100.0/24"], "currentIpAddress": true,
    });
    tool("atlas-create-access-list", in_project(entries));
    let found = tool("atlas-inspect-access-list", in_project(json!({})));
    let blocks = found["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["cidrBlock"]);
    assert_eq!(
        blocks.collect::<Vec<_>>(),
        ["127.0.0.1/32", "203.0.113.7/32", "198.51.100.0/24"]
    );

    let roles = json!([{"roleName": "readWrite", "databaseName": "shop"}]);
    let user = json!({"username": "mcp", "roles": roles, "clusters": ["prod"]});
    let created = tool("atlas-create-db-user", in_project(user));
    assert!(created["password"].is_string());
    let found = tool("atlas-list-db-users", in_project(json!({})));
    assert_eq!(found["users"][1]["username"], "mcp");
    assert_eq!(
        found["users"][1]["scopes"],
        json!([{"type": "CLUSTER", "name": "prod"}])
    );

    let found = tool(
        "atlas-list-alerts",
        in_project(json!({"includeCount": true})),
    );
    assert_eq!(found["totalCount"], 1);
    assert_eq!(
        found["alerts"][0]["eventTypeName"],
        "REPLICATION_OPLOG_WINDOW_RUNNING_OUT"
    );
    let closed = tool("atlas-list-alerts", in_project(json!({"status": "CLOSED"})));
    assert_eq!(closed["alerts"][0]["eventTypeName"], "NO_PRIMARY");

    let advice = tool(
        "atlas-get-performance-advisor",
        in_project(json!({"clusterName": "prod"})),
    );
    for list in [
        "/suggestedIndexes",
        "/dropIndexSuggestions/unusedIndexes",
        "/schemaSuggestions",
    ] {
        assert_eq!(
            advice.pointer(list).unwrap().as_array().unwrap().len(),
            1,
            "{list}"
        );
    }
    // One for each process.
    assert_eq!(advice["slowQueryLogs"].as_array().unwrap().len(), 3);

    streams(&mut tool);
    assert_eq!(untried, ["atlas-connect-cluster"]);

    // It passes on an error of the API.
    let missing = server.call("atlas-list-clusters", &json!({"projectId": "0".repeat(24)}));
    assert_eq!(missing["isError"], true);
    assert!(missing.to_string().contains("404"), "{missing}");
}

/// The tools for stream processing, in a workspace that is created and deleted.
fn streams(tool: &mut impl FnMut(&str, Value) -> Value) {
    let workspace = |more: Value| {
        let mut arguments = in_project(more);
        arguments["workspaceName"] = "ws".into();
        arguments
    };
    let build = json!({"resource": "workspace", "cloudProvider": "AWS", "region": "VIRGINIA_USA"});
    tool("atlas-streams-build", workspace(build));
    let found = tool(
        "atlas-streams-discover",
        in_project(json!({"action": "list-workspaces"})),
    );
    assert_eq!(found["workspaces"][0]["name"], "ws");
    let role = json!({"role": "readWriteAnyDatabase", "type": "BUILT_IN"});
    let config = json!({"clusterName": "prod", "dbRoleToExecute": role});
    let connection = json!({
        "resource": "connection", "connectionName": "store", "connectionType": "Cluster",
        "connectionConfig": config,
    });
    tool("atlas-streams-build", workspace(connection));
    let found = tool(
        "atlas-streams-discover",
        workspace(json!({"action": "list-connections"})),
    );
    let names = found["connections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["name"]);
    assert_eq!(names.collect::<Vec<_>>(), ["sample_stream_solar", "store"]);
    let into = json!({"connectionName": "store", "db": "a", "coll": "b"});
    let processor = json!({
        "resource": "processor", "processorName": "solar", "autoStart": true,
        "pipeline": [{"$source": {"connectionName": "sample_stream_solar"}}, {"$merge": {"into": into}}],
    });
    tool("atlas-streams-build", workspace(processor));
    let state = |tool: &mut dyn FnMut(&str, Value) -> Value, name: &str| {
        let inspect = json!({"action": "inspect-processor", "resourceName": name});
        tool("atlas-streams-discover", workspace(inspect))["processorState"].clone()
    };
    assert_eq!(state(tool, "solar"), "STARTED");
    let stop = json!({"action": "stop-processor", "resourceName": "solar"});
    tool("atlas-streams-manage", workspace(stop));
    let rename = json!({"action": "modify-processor", "resourceName": "solar", "newName": "sun"});
    tool("atlas-streams-manage", workspace(rename));
    assert_eq!(state(tool, "sun"), "STOPPED");
    let networking =
        json!({"action": "get-networking", "cloudProvider": "AWS", "region": "VIRGINIA_USA"});
    let found = tool("atlas-streams-discover", in_project(networking));
    assert_eq!(found["accountDetails"]["awsAccountId"], "123456789012");
    let teardown = json!({"resource": "processor", "resourceName": "sun"});
    tool("atlas-streams-teardown", workspace(teardown));
    let removed = tool(
        "atlas-streams-teardown",
        workspace(json!({"resource": "workspace"})),
    );
    assert_eq!(removed["connectionsRemoved"], 2);
    let found = tool(
        "atlas-streams-discover",
        in_project(json!({"action": "list-workspaces"})),
    );
    assert_eq!(found["workspaces"], json!([]));
}
