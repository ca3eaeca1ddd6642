"use strict";
// The list of changes and its filters. Whatever comes from the report is set as text, never as markup.
(() => {
  const { report, places, sections } = JSON.parse(document.getElementById("ui-data").textContent);
  const changes = report.changes.map((change, index) => ({ ...change, place: places[index] }));
  const byId = new Map(changes.map((change) => [change.id, change]));
  const WIRE = ["breaking", "warning", "additive", "none"];
  const RUST = ["major", "minor", "patch"];
  /** How many changes of a rule are shown at first. */
  const FIRST = 25;
  /** Up to this many operations are shown without a click. */
  const FEW_OPERATIONS = 12;
  /** Texts are not compared if the product of their word counts is larger. */
  const MOST_CELLS = 250000;
  /** This many places of a change are shown. */
  const MOST_PLACES = 20;

  const at = (id) => document.getElementById(`ui-${id}`);

  /** Creates an element with properties and children (elements or strings). */
  function make(name, properties = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key === "class") element.className = value;
      else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

  // The filters: state.

  const nothing = () => ({ q: "", tag: "", kind: "", rule: "", wire: new Set(), rust: new Set(), action: false });
  let chosen = nothing();
  /** The change that the URL names, if any. */
  let named = null;
  /** The groups that show all their changes, as `place rule`. */
  const whole = new Set();

  /** Reads the URL: the id of a change, or filters. */
  function fromHash() {
    const raw = location.hash.slice(1);
    let id = raw;
    try {
      id = decodeURIComponent(raw);
    } catch {
      // Not an id. The filters read what they can.
    }
    chosen = nothing();
    named = byId.get(id) ?? null;
    if (named) return;
    const given = new URLSearchParams(raw);
    for (const key of ["q", "tag", "kind", "rule"]) chosen[key] = given.get(key) ?? "";
    const list = (key, known) => new Set((given.get(key) ?? "").split(",").filter((one) => known.includes(one)));
    chosen.wire = list("wire", WIRE);
    chosen.rust = list("rust", RUST);
    chosen.action = given.get("action") === "1";
  }

  function toHash() {
    const given = new URLSearchParams();
    for (const key of ["q", "tag", "kind", "rule"]) if (chosen[key]) given.set(key, chosen[key]);
    for (const key of ["wire", "rust"]) if (chosen[key].size) given.set(key, [...chosen[key]].join(","));
    if (chosen.action) given.set("action", "1");
    const text = given.toString().replaceAll("%2C", ",");
    try {
      history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
    } catch {
      // Some viewers forbid this. The filters still work, but can't be linked.
    }
  }

  /** The searchable text of a change, without its operations. */
  const ownWords = new Map();
  function words(change) {
    let text = ownWords.get(change);
    if (text === undefined) {
      const items = change.items.flatMap((item) => [item.path, item.before, item.after]);
      const all = [change.id, change.rule, change.kind, ...change.subjects, change.before, change.after];
      text = [...all, ...change.notes, change.action_required, ...change.tags, ...items].filter(Boolean).join("\n").toLowerCase();
      ownWords.set(change, text);
    }
    return text;
  }

  /** For each word of the search, the operations that contain it. */
  function searched() {
    return chosen.q.toLowerCase().split(/\s+/).filter(Boolean).map((word) => {
      const operations = new Set();
      for (const [path, one] of Object.entries(report.operations)) {
        const text = `${path}\n${one.id}\n${one.method} ${one.path}\n${one.version}`;
        if (text.toLowerCase().includes(word)) operations.add(path);
      }
      return { word, operations };
    });
  }

  /** A predicate for each filter. */
  function tests() {
    const search = searched();
    return {
      q: (change) => search.every(({ word, operations }) =>
        words(change).includes(word) || change.operations.some((path) => operations.has(path) || path.toLowerCase().includes(word))),
      tag: (change) => !chosen.tag || change.tags.includes(chosen.tag),
      kind: (change) => !chosen.kind || change.kind === chosen.kind,
      rule: (change) => !chosen.rule || change.rule === chosen.rule,
      wire: (change) => !chosen.wire.size || chosen.wire.has(change.wire),
      rust: (change) => !chosen.rust.size || chosen.rust.has(change.rust),
      action: (change) => !chosen.action || change.action_required !== null,
    };
  }

  /** The changes that pass, and for each choice of each filter how many changes it would show. */
  function filtered() {
    const all = Object.entries(tests());
    const counts = Object.fromEntries(all.map(([name]) => [name, new Map()]));
    const add = (name, value) => counts[name].set(value, (counts[name].get(value) ?? 0) + 1);
    const values = (name, change) => (name === "tag" ? change.tags : name === "action" ? [change.action_required !== null] : [change[name]]);
    const shown = changes.filter((change) => {
      const failed = all.filter(([, passes]) => !passes(change));
      // A change counts for the only filter that rejects it, or for all filters if none does.
      const names = failed.length === 0 ? all.map(([name]) => name) : failed.length === 1 ? [failed[0][0]] : [];
      for (const name of names) if (name !== "q") for (const value of values(name, change)) add(name, value);
      return failed.length === 0;
    });
    return { shown, counts };
  }

  // The filters: controls.

  const toggles = [];
  function toggle(parent, name, value, label, isOn, flip) {
    const number = make("span");
    const button = make("button", {
      type: "button", class: "toggle", "aria-pressed": "false", [`data-${name}`]: value,
      onclick: () => { flip(); changed(); },
    }, `${label} `, number);
    toggles.push({ name, value, button, number, isOn });
    parent.append(button);
  }
  for (const [name, values] of [["wire", WIRE], ["rust", RUST]]) {
    for (const value of values) {
      toggle(at(name), name, value, value, () => chosen[name].has(value), () => {
        if (!chosen[name].delete(value)) chosen[name].add(value);
      });
    }
  }
  toggle(at("action"), "action", true, "To do", () => chosen.action, () => { chosen.action = !chosen.action; });

  const titles = new Map(report.summary.rules.map(({ rule, title }) => [rule, title]));
  const selects = [
    ["tag", "All tags", [...new Set(changes.flatMap((change) => change.tags))].sort(), (tag) => tag],
    ["kind", "All kinds", [...new Set(changes.map((change) => change.kind))].sort(), (kind) => kind],
    ["rule", "All rules", [...titles.keys()], (rule) => titles.get(rule)],
  ].map(([name, all, values, label]) => {
    const select = at(name);
    select.append(make("option", { value: "" }, all));
    const options = values.map((value) => ({ value, label: label(value), option: make("option", { value }) }));
    select.append(...options.map(({ option }) => option));
    select.addEventListener("change", () => { chosen[name] = select.value; changed(); });
    return { name, select, options };
  });

  at("search").addEventListener("input", () => { chosen.q = at("search").value.trim(); changed(); });
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  at("clear").addEventListener("click", clear);
  at("more").addEventListener("click", () => {
    const open = at("facets").classList.toggle("open");
    at("more").setAttribute("aria-expanded", String(open));
  });

  function clear() {
    chosen = nothing();
    changed();
    at("search").focus();
  }

  function changed() {
    named = null;
    toHash();
    show();
  }

  function showControls(shown, counts) {
    for (const { name, value, button, number, isOn } of toggles) {
      button.setAttribute("aria-pressed", String(isOn()));
      number.textContent = counts[name].get(value) ?? 0;
    }
    for (const { name, select, options } of selects) {
      for (const { value, label, option } of options) option.textContent = `${label} (${counts[name].get(value) ?? 0})`;
      select.value = chosen[name];
    }
    // Don't touch what is being typed: it would lose a trailing space.
    if (at("search").value.trim() !== chosen.q) at("search").value = chosen.q;
    const facets = [chosen.tag, chosen.kind, chosen.rule, chosen.wire.size, chosen.rust.size, chosen.action].filter(Boolean).length;
    at("more").textContent = facets ? `Filters (${facets})` : "Filters";
    at("clear").hidden = !facets && !chosen.q;
    const all = counted(changes.length, "change");
    at("count").textContent = shown.length === changes.length ? all : `${shown.length} of ${all}`;
  }

  // The list.

  function show() {
    const { shown, counts } = filtered();
    showControls(shown, counts);
    const groups = new Map();
    for (const change of shown) {
      const key = `${change.place} ${change.rule}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(change);
    }
    const parts = [];
    for (const { place, title, rules } of sections) {
      const present = rules.map((rule) => [rule, groups.get(`${place} ${rule}`)]).filter(([, of]) => of);
      if (!present.length) continue;
      const number = present.reduce((sum, [, of]) => sum + of.length, 0);
      parts.push(make("section", { "data-place": place },
        make("h2", {}, `${title} `, make("span", {}, counted(number, "change"))),
        ...present.map(([rule, of]) => group(`${place} ${rule}`, rule, of))));
    }
    if (!parts.length) parts.push(empty());
    at("list").replaceChildren(...parts);
  }

  function empty() {
    if (!changes.length) return make("p", { class: "empty" }, "No semantic changes.");
    return make("div", { class: "empty" }, make("p", {}, "No change fits these filters."),
      make("button", { type: "button", class: "plain", onclick: clear }, "Clear filters"));
  }

  function group(key, rule, of) {
    const element = make("div", { class: "group" }, make("h3", {}, `${titles.get(rule)} (${of.length})`,
      make("a", { href: `#rule=${encodeURIComponent(rule)}` }, rule)));
    const rows = make("div", { class: "rows" });
    // Don't hide a single change.
    const first = whole.has(key) || of.length <= FIRST + 1 ? of : of.slice(0, FIRST);
    rows.append(...first.map(row));
    if (first.length < of.length) {
      rows.append(make("button", {
        type: "button", class: "rest",
        onclick: (event) => {
          whole.add(key);
          const rest = of.slice(FIRST).map(row);
          event.target.replaceWith(...rest);
          rest[0].querySelector("summary").focus();
        },
      }, `Show ${of.length - first.length} more`));
    }
    element.append(rows);
    return element;
  }

  /** Rows are kept, so that open ones stay open. */
  const rows = new Map();
  function row(change) {
    let element = rows.get(change);
    if (!element) {
      element = makeRow(change);
      rows.set(change, element);
    }
    element.classList.toggle("named", change === named);
    return element;
  }

  function makeRow(change) {
    const badges = make("span", { class: "badges" },
      change.operations.length ? make("span", { class: "reach" }, `reaches ${change.operations.length}`) : null,
      change.action_required === null ? null : make("span", { class: "badge action" }, "to do"),
      make("span", { class: `badge ${change.wire}` }, `wire ${change.wire}`),
      make("span", { class: `badge ${change.rust}` }, `Rust ${change.rust}`));
    const more = change.subjects.length > 4 ? `, … and ${change.subjects.length - 4} more` : "";
    const details = make("details", {}, make("summary", {},
      make("span", { class: "subject" }, change.subjects.slice(0, 4).join(", ") + more),
      make("span", { class: "brief" }, brief(change)), badges));
    // The body is built on demand.
    details.addEventListener("toggle", () => { if (details.open) fill(details, change); });
    return make("article", { class: "change", id: change.id }, details);
  }

  function brief(change) {
    const cut = (text) => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
    if (change.before !== null && change.after !== null) return `${cut(change.before)} → ${cut(change.after)}`;
    if (change.after !== null) return cut(change.after);
    return change.before === null ? "" : `was ${cut(change.before)}`;
  }

  function fill(details, change) {
    if (details.querySelector(".body")) return;
    const part = (title, ...children) => make("div", {}, make("h4", {}, title), ...children);
    const list = (name, texts) => make("ul", { class: name }, ...texts.map((text) => make("li", {}, text)));
    const body = make("div", { class: "body" });
    if (change.action_required !== null) body.append(make("p", { class: "callout" }, `To do: ${change.action_required}`));
    if (change.before !== null || change.after !== null) body.append(sides(change));
    if (change.notes.length) body.append(list("notes", change.notes));
    if (change.subjects.length > 4) {
      const names = change.subjects.map((subject) => make("code", {}, subject));
      body.append(part(`All ${change.subjects.length}`, list("names", names)));
    }
    if (change.items.length) body.append(part("In the crate", ...change.items.map(item)));
    if (change.operations.length) {
      const number = counted(change.operations.length, "operation-version");
      body.append(part(`Reaches ${number}`, ...operations(change)));
    }
    if (change.places.length) body.append(part("In the specs", list("places", change.places.slice(0, MOST_PLACES).map(place))));
    body.append(make("p", { class: "foot" }, `${change.kind} · `,
      make("a", { href: `docs/rules.md#${change.rule}` }, change.rule), " · ",
      make("a", { href: `#${encodeURIComponent(change.id)}`, class: "anchor" }, "Link to this change")));
    details.append(body);
  }

  function sides({ before, after }) {
    const [old, now] = compared(before, after);
    const side = (name, title, children) => make("div", { class: `side ${name}` }, make("h4", {}, title), make("pre", {}, ...children));
    return make("div", { class: "sides" },
      before === null ? null : side("before", "Before", old),
      after === null ? null : side("after", "After", now));
  }

  /** Marks the words that two texts don't have in common. */
  function compared(before, after) {
    if (before === null || after === null) return [[before], [after]];
    const split = (text) => text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
    const old = split(before);
    const now = split(after);
    if (old.length * now.length > MOST_CELLS) return [[before], [after]];
    const width = now.length + 1;
    const common = new Uint32Array((old.length + 1) * width);
    for (let i = old.length - 1; i >= 0; i--) {
      for (let j = now.length - 1; j >= 0; j--) {
        common[i * width + j] = old[i] === now[j]
          ? common[(i + 1) * width + j + 1] + 1
          : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
      }
    }
    const runs = [[], []];
    const put = (side, mark, word) => {
      const last = runs[side].at(-1);
      if (last && last.mark === mark) last.text += word;
      else runs[side].push({ mark, text: word });
    };
    let i = 0;
    let j = 0;
    while (i < old.length || j < now.length) {
      if (i < old.length && j < now.length && old[i] === now[j]) {
        put(0, null, old[i++]);
        put(1, null, now[j++]);
      } else if (j === now.length || (i < old.length && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
        put(0, "del", old[i++]);
      } else {
        put(1, "ins", now[j++]);
      }
    }
    return runs.map((of) => of.map(({ mark, text }) => (mark ? make(mark, {}, text) : text)));
  }

  function item({ path, change, before, after }) {
    const [old, now] = compared(before, after);
    return make("div", { class: "item" }, make("code", {}, path), ` ${change}`,
      before === null ? null : make("pre", {}, "− ", ...old),
      after === null ? null : make("pre", {}, "+ ", ...now));
  }

  /** The operations by tag, folded if there are many. */
  function operations(change) {
    const tags = new Map();
    for (const path of change.operations) {
      const tag = report.operations[path]?.tag ?? "";
      if (!tags.has(tag)) tags.set(tag, []);
      tags.get(tag).push(path);
    }
    return [...tags].sort(([a], [b]) => a.localeCompare(b)).map(([tag, paths]) => {
      const details = make("details", { class: "tag" }, make("summary", {}, `${tag || "No tag"} `, make("span", {}, `(${paths.length})`)));
      const fillTag = () => {
        if (!details.querySelector("ul")) details.append(make("ul", { class: "operations" }, ...paths.map(operation)));
      };
      if (change.operations.length <= FEW_OPERATIONS) {
        fillTag();
        details.open = true;
      }
      details.addEventListener("toggle", () => { if (details.open) fillTag(); });
      return details;
    });
  }

  /** The lines and the pointer of a place. */
  function place({ old, new: now }) {
    const line = (name, spot) => (spot ? `${name} line ${spot.line}` : null);
    const lines = [line("old", old), line("new", now)].filter(Boolean).join(", ");
    return `${lines}: ${(now ?? old).pointer}`;
  }

  /** The docs.rs page of a function, by its path in the crate. */
  function page(path) {
    const parts = path.split("::").map((part) => encodeURIComponent(part.replace(/^r#/, "")));
    const name = parts.pop();
    return `https://docs.rs/atlas-api/latest/atlas_api/${parts.map((part) => `${part}/`).join("")}fn.${name}.html`;
  }

  function operation(path) {
    const known = report.operations[path];
    return make("li", {},
      make("span", { class: "method" }, known?.method ?? ""),
      make("code", { class: "path" }, known?.path ?? ""),
      make("span", { class: "version" }, known?.version ?? ""),
      make("a", { class: "rust mono", href: page(path), rel: "noreferrer" }, path));
  }

  // The URL.

  function goTo() {
    fromHash();
    if (named) whole.add(`${named.place} ${named.rule}`);
    show();
    if (named) {
      const element = row(named);
      const details = element.querySelector("details");
      details.open = true;
      fill(details, named);
      element.scrollIntoView();
      details.querySelector("summary").focus({ preventScroll: true });
    } else if (location.hash) {
      at("main").scrollIntoView();
    }
  }

  at("main").hidden = false;
  addEventListener("hashchange", goTo);
  goTo();
})();
