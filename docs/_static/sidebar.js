// Scroll the sidebar to the current page.
const current = document.querySelector(".sidebar-tree .current-page > .reference");
const sidebar = document.querySelector(".sidebar-scroll");
if (current && sidebar) {
  const offset = current.getBoundingClientRect().top - sidebar.getBoundingClientRect().top;
  sidebar.scrollTo({ top: offset - sidebar.clientHeight / 2, behavior: "instant" });
}
