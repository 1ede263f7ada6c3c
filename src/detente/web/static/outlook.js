// Sliders of the outlook: the answer follows the hand, and the address keeps what is set. Without this the form does it.
"use strict";

const inputs = document.querySelector("[data-outlook]");
let asked = null;
let later = 0;

function told(slider) {
  const steps = slider.dataset.steps ? slider.dataset.steps.split("|") : null;
  return steps ? steps[Math.round(slider.value - slider.min)] : Number(slider.value).toFixed(2);
}

function label(slider) {
  slider.setAttribute("aria-valuetext", told(slider));
  slider.parentElement.querySelector("output").textContent = told(slider);
}

// only what is set by hand: a slider that stands where the record has it says nothing
function address() {
  const to = new URL(inputs.action);
  new FormData(inputs).forEach((value, name) => {
    const field = inputs.elements.namedItem(name);
    const base = field.dataset ? field.dataset.base : undefined;
    const same = base !== undefined && Math.abs(value - base) <= field.step / 2 + 1e-9;
    if (value && !same) to.searchParams.set(name, value);
  });
  return to;
}

async function answer(to) {
  if (asked) asked.abort();
  asked = new AbortController();
  try {
    const page = await fetch(to, { signal: asked.signal });
    const got = new DOMParser().parseFromString(await page.text(), "text/html");
    const fresh = got.querySelector("[data-answer]");
    if (!page.ok || !fresh) {
      document.querySelector("[data-answer] [role=status]").textContent = got.querySelector("main p") ? got.querySelector("main p").textContent : "No answer.";
      return;
    }
    document.querySelector("[data-answer]").replaceChildren(...fresh.childNodes);
    document.querySelectorAll("footer a").forEach((link, n) => { link.href = got.querySelectorAll("footer a")[n].href; });
    all(".slide", inputs).forEach((slider) => {
      const note = got.querySelector(`[name="${CSS.escape(slider.name)}"]`).parentElement.querySelector(".note");
      slider.parentElement.querySelector(".note").replaceChildren(...note.childNodes);
    });
    history.replaceState(null, "", to);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

if (inputs) {
  inputs.addEventListener("input", (event) => {
    if (!event.target.matches(".slide")) return;
    label(event.target);
    clearTimeout(later);
    later = setTimeout(() => answer(address()), 40);
  });
  // the form itself: words and leverage are asked with the sliders that are set, and no others
  inputs.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    location.assign(address());
  });
}
