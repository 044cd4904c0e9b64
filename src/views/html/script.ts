/**
 * The whole script of the page: it shows the filter, hides findings that do not fit, and copies commands. It holds no data, and the page can
 * be read without it. Its hash stands in the Content-Security-Policy.
 */
export const pageScript = `(() => {
const get = (id) => document.getElementById(id);
const box = get('filter'), text = get('text'), shown = get('shown'), none = get('none');
const items = box === null ? [] : [...document.querySelectorAll('#findings details.f')];
const total = items.reduce((sum, item) => sum + Number(item.dataset.n), 0);
const words = items.map((item) => item.textContent.toLowerCase());
const apply = () => {
  const wanted = new Set([...box.querySelectorAll('input[name=status]:checked')].map((input) => input.value));
  const term = text.value.trim().toLowerCase();
  let count = 0;
  items.forEach((item, index) => {
    item.hidden = !(wanted.has(item.dataset.s) && words[index].includes(term));
    count += item.hidden ? 0 : Number(item.dataset.n);
  });
  shown.textContent = count + ' of ' + total + ' findings shown';
  none.hidden = count > 0 || total === 0;
};
const set = (open) => () => items.forEach((item) => { if (!item.hidden) item.open = open; });
if (box !== null) {
box.addEventListener('input', apply);
text.addEventListener('keydown', (event) => { if (event.key === 'Escape') { text.value = ''; apply(); } });
get('open').addEventListener('click', set(true));
get('close').addEventListener('click', set(false));
box.hidden = false;
apply();
}
for (const code of document.querySelectorAll('pre.cmd code')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
  code.after(button);
}
})();`;
