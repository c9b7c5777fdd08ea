"use strict";

const root = document.documentElement;
const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

function switchTheme() {
  root.dataset.theme = isDark() ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* lasts for this page only */ }
  showTheme();
}

function showTheme() {
  document.getElementById("theme").setAttribute("aria-pressed", String(isDark()));
}

function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
}

function moveBy(step) {
  const links = [...document.querySelectorAll(".hit :is(h2, h3) a")];
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1)].focus();
}

document.getElementById("theme").addEventListener("click", switchTheme);
showTheme();

// On a phone the pages' names scroll sideways: the current one must be in sight.
const current = document.querySelector("nav [aria-current=page]");
if (current) current.parentElement.scrollLeft = current.offsetLeft - current.parentElement.offsetLeft - 32;

// Filters take the whole screen of a phone: closed there until asked for.
const facets = document.querySelector(".facets");
if (facets && matchMedia("(max-width: 55rem)").matches) facets.open = false;

document.addEventListener("keydown", (event) => {
  const form = document.getElementById("sql-form");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    form.requestSubmit();
    return;
  }
  if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "/") {
    const box = document.querySelector("input[type=search], textarea");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
  } else if (event.key === "j") moveBy(1);
  else if (event.key === "k") moveBy(-1);
  else if (event.key === "t") switchTheme();
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
