// Everything works without this script, except that lists stay as they are, and codes have to be copied by hand.
"use strict";

const PERIOD = 1000; // milliseconds

function unfold(section) {
  for (const button of section.querySelectorAll("button[data-copies]")) button.hidden = false;
}

function isInUse(section) {
  return section.contains(document.activeElement) || !getSelection().isCollapsed && section.contains(getSelection().anchorNode);
}

function replace(section, fresh) {
  if (section.innerHTML === fresh.innerHTML || isInUse(section)) return;
  const open = [...section.querySelectorAll("details[open]")].map((details) => details.id);
  section.replaceChildren(...fresh.childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
}

async function update() {
  if (document.hidden) return;
  const answer = await fetch(document.body.dataset.home, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const fresh of page.querySelectorAll("[data-live]")) {
    unfold(fresh);
    replace(document.getElementById(fresh.id), fresh);
  }
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copies);
  document.getElementById("said").textContent = "Copied.";
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copies]");
  if (button) copy(button);
});

unfold(document);
document.getElementById("live").hidden = false;
setInterval(() => update().then(
  () => { document.getElementById("live").textContent = "Updates by itself."; },
  () => { document.getElementById("live").textContent = "The sandbox does not answer."; },
), PERIOD);
