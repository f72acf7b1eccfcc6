"use strict";
function start() {
  const search = document.querySelector("#search");
  if (search === null) return;
  const kinds = [...document.querySelectorAll(".bar input[type=checkbox]")];
  const roles = [...document.querySelectorAll("details.role")];
  const count = document.querySelector("#count");

  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = new Set(kinds.filter((one) => one.checked).map((one) => one.value));
    let shown = 0;
    for (const role of roles) {
      const about = role.querySelector("summary").textContent.toLowerCase();
      let any = false;
      for (const change of role.querySelectorAll("li.change")) {
        const text = about + " " + change.textContent.toLowerCase();
        const chosen = kinds.length === 0 || wanted.has(change.dataset.kind);
        change.hidden = !chosen || !words.every((word) => text.includes(word));
        any = any || !change.hidden;
        shown += change.hidden ? 0 : 1;
      }
      role.hidden = !any && (words.length > 0 || role.querySelector("li.change") !== null);
    }
    count.textContent = shown + " shown";
  }

  search.addEventListener("input", show);
  for (const one of kinds) one.addEventListener("change", show);
  show();
}

start();
