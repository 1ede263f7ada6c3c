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

// ---- the reader
const text = document.querySelector("[data-reader]");
const cards = document.querySelector("[data-cards]");

function choose(id, { scroll = true, focus = false } = {}) {
  const tag = id && document.getElementById(id);
  all(".on").forEach((one) => one.classList.remove("on"));
  if (!tag) return;
  tag.classList.add("on");
  all("[data-r]", text).filter((piece) => piece.dataset.r.split(" ").includes(id)).forEach((piece) => piece.classList.add("on"));
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

if (text && cards) {
  text.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    const tag = event.target.closest(".tag");
    if (tag) {
      event.preventDefault();
      choose(tag.dataset.id, { scroll: false });
      return;
    }
    const piece = event.target.closest("[data-r]");
    if (!piece || String(getSelection())) return;
    // where marks overlap, each click chooses the next of them; the shortest, which begins last, comes first
    const ids = piece.dataset.r.split(" ").reverse();
    const now = ids.indexOf(new URL(location.href).searchParams.get("record"));
    choose(ids[(now + 1) % ids.length], { scroll: false });
  });
  cards.addEventListener("click", (event) => {
    const to = event.target.closest("[data-to]");
    if (event.target.closest("[data-close]")) {
      event.preventDefault();
      keys.Escape();
      return;
    }
    const summary = event.target.closest("summary");
    if (to) {
      event.preventDefault();
      choose(to.dataset.to, { focus: true });
    } else if (summary && !summary.parentElement.open) {
      event.preventDefault();
      choose(summary.parentElement.dataset.id);
    } else if (summary) {
      summary.parentElement.classList.remove("on");
    }
  });
  if (location.hash.length > 1) choose(decodeURIComponent(location.hash.slice(1)));
  addEventListener("hashchange", () => choose(decodeURIComponent(location.hash.slice(1))));
}

// ---- keys
const help = document.getElementById("help");
all("[data-help]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => help.showModal()); });

function without(name) {
  const address = new URL(location.href);
  address.searchParams.delete(name);
  address.hash = "";
  return address;
}

function step(way) {
  if (text) {
    const tags = all(".tag", text);
    const now = tags.findIndex((tag) => tag.classList.contains("on"));
    const next = tags[now < 0 ? (way > 0 ? 0 : tags.length - 1) : now + way];
    if (next) choose(next.dataset.id, { focus: true });
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
  Escape: () => {
    if (text) history.replaceState(null, "", without("record")); all(".on, .at").forEach((one) => one.classList.remove("on", "at")); all("details.card[open]").forEach((one) => { one.open = false; }); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});
