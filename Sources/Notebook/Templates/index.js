"use strict";
// Reading needs none of this: it filters the list and says how long ago a record was made.
const form = document.querySelector("form.filter");
const items = [...document.querySelectorAll(".experiments li")];

function filter() {
  const words = form.words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of items) {
    const fits = words.every(word => item.dataset.words.includes(word))
      && (!form.verdict.value || item.dataset.verdict.split(" ").includes(form.verdict.value))
      && (!form.kind.value || item.dataset.kind === form.kind.value);
    item.hidden = !fits;
    shown += fits;
  }
  for (const section of document.querySelectorAll("section.experiments"))
    section.hidden = !section.querySelector("li:not([hidden])");
  form.querySelector("output").textContent = shown === items.length ? "" : `${shown} of ${items.length}`;
}

function age(date) {
  const seconds = (Date.now() - date) / 1000;
  for (const [unit, length] of [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60]]) {
    const count = Math.floor(seconds / length);
    if (count >= 1) return `${count} ${unit}${count > 1 ? "s" : ""} ago`;
  }
  return "just now";
}

if (items.length > 1) {
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", event => event.preventDefault());
  document.addEventListener("keydown", event => {
    if (event.key !== "/" || /^(input|select|textarea)$/i.test(event.target.tagName)) return;
    event.preventDefault();
    form.words.focus();
  });
  filter();
}
for (const time of document.querySelectorAll("time[datetime]")) {
  time.title = time.textContent;
  time.textContent = age(new Date(time.dateTime));
}
