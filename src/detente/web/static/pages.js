// What the pages do beyond links and forms: keys, and in the reader the way between a mark and its card.
"use strict";

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const typing = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

// ---- a form leaves what is empty out of the address
document.addEventListener("submit", (event) => {
  if (event.target.method !== "get") return;
  const empty = all("input[name], select[name]", event.target).filter((field) => !field.value && !field.disabled);
  empty.forEach((field) => { field.disabled = true; });
  setTimeout(() => empty.forEach((field) => { field.disabled = false; }));
});

// ---- the reader; looked up anew each time, for a decision replaces the page around it
const reader = () => document.querySelector("[data-reader]");
const chosen = () => new URL(location.href).searchParams.get("record");

function choose(id, { scroll = true, focus = false } = {}) {
  const tag = id && document.getElementById(id);
  if (!tag || !reader() || !tag.classList.contains("tag")) return;
  const cards = document.querySelector("[data-cards]");
  all(".on").forEach((one) => one.classList.remove("on"));
  tag.classList.add("on");
  all("[data-r]", reader()).filter((piece) => piece.dataset.r.split(" ").includes(id)).forEach((piece) => piece.classList.add("on"));
  const card = document.getElementById(`card-${id}`);
  all("details[open]", cards).forEach((one) => { if (one !== card) one.open = false; });
  card.classList.add("on");
  card.open = true;
  if (getComputedStyle(cards).position === "sticky") cards.scrollTop = card.offsetTop - cards.offsetTop - 40;
  if (scroll) tag.scrollIntoView({ block: "center" });
  if (focus) tag.focus({ preventScroll: true });
  const address = new URL(location.href);
  address.searchParams.set("record", id);
  address.hash = id;
  history.replaceState(null, "", address);
}

document.addEventListener("click", (event) => {
  const text = event.target.closest("[data-reader]");
  if (!text || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const tag = event.target.closest(".tag");
  if (tag) {
    event.preventDefault();
    choose(tag.dataset.id, { scroll: false });
    return;
  }
  const piece = event.target.closest("[data-r]");
  if (!piece || String(getSelection())) return;
  // where marks overlap, each click chooses the next of them; the shortest, which begins last, comes first
  const ids = piece.dataset.r.split(" ").filter((id) => document.getElementById(`card-${id}`)).reverse();
  if (ids.length) choose(ids[(ids.indexOf(chosen()) + 1) % ids.length], { scroll: false });
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-cards]")) return;
  const to = event.target.closest("[data-to]");
  const summary = event.target.closest("summary");
  if (event.target.closest("[data-close]")) {
    event.preventDefault();
    leave();
  } else if (to) {
    event.preventDefault();
    choose(to.dataset.to, { focus: true });
  } else if (summary && !summary.parentElement.open) {
    event.preventDefault();
    choose(summary.parentElement.dataset.id);
  } else if (summary) {
    summary.parentElement.classList.remove("on");
  }
});

const pointed = () => choose(decodeURIComponent(location.hash.slice(1)));
pointed();
addEventListener("hashchange", pointed);

// ---- keys
const help = document.getElementById("help");
all("[data-help]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => help.showModal()); });

function without(name) {
  const address = new URL(location.href);
  address.searchParams.delete(name);
  address.hash = "";
  return address;
}

function leave() {
  if (reader()) history.replaceState(null, "", without("record"));
  all(".on, .at").forEach((one) => one.classList.remove("on", "at"));
  all("details.card[open]").forEach((one) => { one.open = false; });
}

function step(way) {
  if (reader()) {
    const tags = all(".tag", reader());
    const now = tags.findIndex((tag) => tag.classList.contains("on"));
    const next = tags[now < 0 ? (way > 0 ? 0 : tags.length - 1) : now + way];
    if (next) choose(next.dataset.id, { focus: true });
    return;
  }
  const line = document.querySelector("section.item");
  if (line) {
    document.querySelector(`[data-way=${way > 0 ? "next" : "previous"}]`)?.click();
    return;
  }
  const rows = all("table.rows tbody tr, .card-row");
  const now = rows.findIndex((row) => row.classList.contains("at"));
  const next = rows[now < 0 ? 0 : now + way];
  if (!next) return;
  rows.forEach((row) => row.classList.toggle("at", row === next));
  next.scrollIntoView({ block: "nearest" });
  const link = next.querySelector(".words a") || next.querySelector("a.cite") || next.querySelector("a");
  if (link) link.focus({ preventScroll: true });
}

const keys = {
  "/": () => { const field = document.querySelector("input[type=search]"); if (field) { field.focus(); field.select(); } },
  "?": () => help.showModal(),
  n: () => step(1),
  p: () => step(-1),
  "]": () => document.querySelector("[data-way=next]")?.click(),
  "[": () => document.querySelector("[data-way=previous]")?.click(),
  Escape: leave,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});
