// Shows how far the check of a long file has come, and loads its result when it is there.
const box = document.querySelector("[data-progress]");
const bar = box.querySelector("progress");
const text = box.querySelector("[data-progress-text]");
const number = new Intl.NumberFormat("en-GB");

async function look() {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    const { checking, done, total } = await answer.json();
    if (!checking) return window.location.reload();
    if (total) {
      bar.max = total;
      bar.value = done;
      text.textContent = `${number.format(done)} of ${number.format(total)} rows checked`;
    }
  } catch {
    // The server is out of reach for the moment: look again.
  }
  window.setTimeout(look, 1000);
}

window.setTimeout(look, 500);
