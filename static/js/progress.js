// Shows how far something long has come, and loads its result when it is there.
const box = document.querySelector("[data-progress]");
const bar = box.querySelector("progress");
const words = box.querySelector("[data-progress-text]");

async function look() {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    const { waiting, done, total, text } = await answer.json();
    if (!waiting) return window.location.reload();
    if (total) {
      bar.max = total;
      bar.value = done;
    }
    words.textContent = text;
  } catch {
    // The server is out of reach for the moment: look again.
  }
  window.setTimeout(look, 1000);
}

window.setTimeout(look, 500);
