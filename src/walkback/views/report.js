(() => {
  const form = document.querySelector('form');
  if (!form) return;
  const [words, kind, who, shown] = ['words', 'kind', 'who', 'shown'].map(id => document.getElementById(id));
  const cards = [...document.querySelectorAll('article.finding')].map(card => [card, card.textContent.toLowerCase()]);
  const groups = [...document.querySelectorAll('.group')];
  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const [card, text] of cards) {
      card.hidden = !(wanted.every(w => text.includes(w)) && (!kind.value || card.dataset.kind === kind.value)
        && (!who.value || card.dataset.who.includes('|' + who.value + '|')));
      n += !card.hidden;
    }
    for (const group of groups) group.hidden = !group.querySelector('article:not([hidden])');
    shown.textContent = n === cards.length ? '' : n + ' of ' + cards.length + ' shown';
  };
  for (const box of [words, kind, who]) box.addEventListener('input', filter);
  form.addEventListener('submit', event => event.preventDefault());
  form.hidden = false;
  filter();
})();
