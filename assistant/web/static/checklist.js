// Saves each tick as it is made. Without this script the form's button saves them all.
"use strict";

const form = document.getElementById("checklist");
const status = document.getElementById("status");
const progress = document.getElementById("progress");
let latest = 0;

document.getElementById("save").hidden = true;

function showProgress() {
  const done = form.querySelectorAll("input[type=checkbox]:checked").length;
  progress.textContent = form.dataset.progress.replace("#", String(done));
}

async function save(box) {
  const mine = ++latest;
  let text = form.dataset.saved;
  try {
    const response = await fetch(`/checklists/${form.dataset.id}`, {
      method: "PATCH",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ items: { [box.value]: box.checked } }),
    });
    if (!response.ok) throw new Error(String(response.status));
  } catch {
    box.checked = !box.checked;
    text = form.dataset.notSaved;
  }
  showProgress();
  if (mine === latest) status.textContent = text;
}

form.addEventListener("change", (event) => {
  if (event.target.type !== "checkbox") return;
  status.textContent = "";
  showProgress();
  save(event.target);
});
