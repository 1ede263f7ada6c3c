// Review by keyboard and without leaving the page: a form is sent beside it, and what changed is put in its place.
"use strict";

const deciding = document.getElementById("deciding");
const said = document.getElementById("said");
const decideForm = document.getElementById("decide");

function tell(text, wrong = false) {
  said.textContent = text;
  said.classList.toggle("wrong", wrong);
  clearTimeout(tell.waiting);
  tell.waiting = setTimeout(() => { said.textContent = ""; }, wrong ? 12000 : 5000);
}

// ---- sending a form, and the page as it is then
async function send(fields, form = decideForm) {
  const name = document.querySelector("#by");
  if (name && !fields.get("by")) {
    if (!name.value.trim()) {
      tell("Who decides? Give your name first.", true);
      name.focus();
      return false;
    }
    fields.set("by", name.value);
  }
  try {
    const answer = await fetch(form.getAttribute("action"), {
      method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" },
    });
    const told = await answer.json();
    if (!answer.ok) {
      tell(told.error, true);
      return false;
    }
    await renew(document.querySelector("section.item") && form !== decideForm ? told.to : location.href);
    tell(told.said || "");
    return true;
  } catch {
    tell("The server does not answer.", true);
    return false;
  }
}

async function renew(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const here = { top: scrollY, cards: document.querySelector("[data-cards]")?.scrollTop ?? 0, row: place() };
  for (const part of ["main", "header"]) document.querySelector(part).replaceWith(page.querySelector(part));
  const back = page.querySelector("#decide input[name=back]");
  if (back) decideForm.elements.back.value = back.value;
  all("[data-help]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => help.showModal()); });
  if (reader() && chosen()) choose(chosen(), { scroll: false });
  scrollTo(0, here.top);
  const cards = document.querySelector("[data-cards]");
  if (cards) cards.scrollTop = here.cards;
  rows()[here.row]?.classList.add("at");
  watch();
}

const rows = () => all("table.rows tbody tr, .card-row");
const place = () => rows().findIndex((row) => row.classList.contains("at"));

// ---- which record a key is about
function current() {
  const inside = document.activeElement?.closest("[data-decide]");
  if (inside) return inside.dataset.decide;
  const card = document.querySelector(".card.on");
  if (card) return card.dataset.id;
  const row = document.querySelector("tr.at, .card-row.at");
  if (row) return row.querySelector("[data-decide]")?.dataset.decide ?? null;
  return document.querySelector("main [data-record]")?.dataset.record ?? null;
}

function decide(word) {
  const id = current();
  if (!id) {
    tell("Choose a record first: n and p go from one to the next.", true);
    return;
  }
  const fields = new FormData(decideForm);
  fields.set("do", `${word} ${id}`);
  send(fields);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("action") !== "/review") return;
  const button = event.submitter;
  const word = button?.value.split(" ")[0] ?? "";
  if (word === "name" || word === "blind") return;
  event.preventDefault();
  const fields = new FormData(form, button);
  send(fields, form).then((done) => { if (done && deciding.open) deciding.close(); });
});

// ---- the forms, over the page
async function open(address, part) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const within = deciding.querySelector("[data-part]");
  if (!answer.ok) {
    tell(page.querySelector("main p")?.textContent ?? "It cannot be shown.", true);
    return;
  }
  within.replaceChildren(...page.body.childNodes);
  const forms = all("form[data-form]", within);
  if (forms.length > 1) forms.forEach((form) => { form.hidden = form.dataset.form !== part; });
  if (!deciding.open) deciding.showModal();
  const form = forms.find((one) => !one.hidden) ?? within;
  form.querySelector("select, input:not([type=hidden]), textarea")?.focus();
}

function write(part) {
  const id = current();
  if (id) open(`/record?${new URLSearchParams({ id, part: "deciding" })}`, part);
  else tell("Choose a record first: n and p go from one to the next.", true);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-open]");
  if (link && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    open(`/record?${new URLSearchParams({ id: link.closest("[data-decide]").dataset.decide, part: "deciding" })}`, link.dataset.open);
  }
  if (event.target.closest("[data-shut]")) deciding.close();
});

deciding.addEventListener("change", (event) => {
  const form = event.target.closest("[data-kinds]");
  if (form) open(`/add?${new URLSearchParams(new FormData(form))}&part=form`, "add");
});

deciding.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") !== "/add") return;
  event.preventDefault();
  open(`/add?${new URLSearchParams(new FormData(event.target))}&part=form`, "add");
});

// ---- adding a record over the words that are selected
function offset(node, at) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!piece) return null;
  return Number(piece.dataset.at) + (node.nodeType === Node.TEXT_NODE ? [...node.data.slice(0, at)].length : 0);
}

function add() {
  const text = reader();
  const selection = getSelection();
  if (!text) return;
  const address = { key: text.dataset.key, part: "form" };
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  if (range && !range.collapsed && text.contains(range.commonAncestorContainer)) {
    const copy = range.cloneContents();
    copy.querySelectorAll(".tag").forEach((tag) => tag.remove());
    const words = copy.textContent.trim();
    const from = offset(range.startContainer, range.startOffset);
    if (words.length > 280) {
      tell("Select fewer words: a record rests on a sentence or less.", true);
      return;
    }
    if (words) Object.assign(address, { words, from: from ?? 0 });
  }
  open(`/add?${new URLSearchParams(address)}`, "add");
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-add]") && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    add();
  }
});

Object.assign(keys, {
  c: () => decide("confirm"),
  x: () => decide("reject"),
  e: () => write("correct"),
  t: () => write("note"),
  m: () => write("merge"),
  a: add,
  u: () => { const fields = new FormData(decideForm); fields.set("do", "undo"); send(fields); },
});

// ---- work in the background: ask how far it is, and show the page anew once it is done
function watch() {
  clearTimeout(watch.waiting);
  const notice = document.querySelector("[data-poll]");
  if (!notice) return;
  watch.waiting = setTimeout(async () => {
    const busy = document.querySelector("dialog[open]") || (document.activeElement && typing(document.activeElement));
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-poll]");
      if (now) notice.replaceWith(now);
      else if (!busy) await renew(location.href);
    } catch { /* the server ended; the page stays as it is */ }
    watch();
  }, 1000 * Number(notice.dataset.poll));
}
watch();
