// In the grid of values the arrows lead up and down a column, as in a spreadsheet.
const grid = document.querySelector("[data-grid]");

function neighbour(box, step) {
  const column = box.closest("td").cellIndex;
  let row = box.closest("tr");
  do {
    row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  } while (row && !row.cells[column].querySelector("input"));
  return row?.cells[column].querySelector("input");
}

grid?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.matches("td input") || event.altKey || event.ctrlKey || event.metaKey) return;
  const next = neighbour(event.target, step);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
});
