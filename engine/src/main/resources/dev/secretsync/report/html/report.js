
(() => {
  'use strict';
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;

  const theme = byId('theme');
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : prefersDark.matches;
  const nameTheme = () => { theme.textContent = isDark() ? 'Light colours' : 'Dark colours'; };
  theme.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    nameTheme();
  });
  prefersDark.addEventListener('change', nameTheme);
  nameTheme();
  theme.hidden = false;

  const table = byId('clusters');
  if (table) {
    const body = table.tBodies[0];
    const heads = Array.from(table.tHead.rows[0].cells);
    const value = (row, column) => row.cells[column].textContent;
    const compare = (column, numeric) => (a, b) => {
      const x = value(a, column);
      const y = value(b, column);
      if (!numeric) {
        return x < y ? -1 : x > y ? 1 : 0;
      }
      return (Number.parseInt(x, 10) || 0) - (Number.parseInt(y, 10) || 0);
    };
    heads.forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const numeric = head.classList.contains('number');
        const was = head.getAttribute('aria-sort');
        const up = was ? was !== 'ascending' : !numeric;
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
        const rows = Array.from(body.rows).sort(compare(column, numeric));
        body.append(...(up ? rows : rows.reverse()));
      });
    });
  }

  const form = byId('filters');
  if (!form) {
    return;
  }
  const list = byId('rows');
  const rows = Array.from(list.children, (item, rank) => ({
    item, rank, cluster: item.dataset.cluster, action: item.dataset.action,
    causes: item.dataset.cause.split('|'), groups: (item.dataset.group || '').split('|'), text: '',
  }));
  const chosen = (id) => {
    const select = byId(id);
    return select && select.value ? select.selectedOptions[0].dataset.value : '';
  };
  const text = byId('text');
  const all = byId('all');

  const matches = (row, cluster, action, cause, group, words) => {
    if ((cluster && row.cluster !== cluster) || (action && row.action !== action)
        || (cause && !row.causes.includes(cause)) || (group && !row.groups.includes(group))) {
      return false;
    }
    if (words.length && !row.text) {
      row.text = row.item.textContent.toLowerCase();
    }
    return words.every((word) => row.text.includes(word));
  };
  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter((word) => word);
    const [cluster, action, cause, group] = ['cluster', 'action', 'cause', 'group'].map(chosen);
    let shown = 0;
    for (const row of rows) {
      const fits = matches(row, cluster, action, cause, group, words);
      if (row.item.hidden === fits) {
        row.item.hidden = !fits;
      }
      shown += fits ? 1 : 0;
    }
    byId('shown').textContent = shown === rows.length
      ? `All ${rows.length} are shown` : `${shown} of ${rows.length} are shown`;
    list.hidden = shown === 0;
    byId('nothing').hidden = shown !== 0;
  };

  const by = (key) => (a, b) => (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : a.rank - b.rank);
  let ordered = 'urgent';
  const order = () => {
    if (byId('order').value === ordered) {
      return;
    }
    ordered = byId('order').value;
    const orders = { urgent: by('rank'), cluster: by('cluster'), name: by('name') };
    if (ordered === 'name') {
      rows.forEach((row) => {
        row.name = row.item.querySelector('.where > .name:last-child').textContent;
      });
    }
    rows.sort(orders[ordered]);
    // outside of the page: moving thousands of shown rows one by one takes half a minute
    const after = list.nextSibling;
    list.remove();
    list.append(...rows.map((row) => row.item));
    after.before(list);
  };

  let waiting = 0;
  text.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, rows.length > 2000 ? 150 : 0);
  });
  form.addEventListener('change', (event) => (event.target.id === 'order' ? order() : filter()));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(() => { order(); filter(); }, 0));
  all.addEventListener('click', () => {
    const open = all.getAttribute('aria-pressed') !== 'true';
    all.setAttribute('aria-pressed', String(open));
    rows.forEach((row) => { row.item.firstElementChild.open = open; });
  });

  /** Names in a table become buttons that set the filter. */
  const choosing = (lines, select, title, option) => {
    lines.forEach((line, number) => {
      const name = line.cells[0].querySelector('.name');
      const found = option(name, number);
      if (found) {
        const button = document.createElement('button');
        button.type = 'button';
        button.title = title;
        name.replaceWith(button);
        button.append(name);
        button.addEventListener('click', () => {
          select.value = found.value;
          filter();
          byId('changes').focus();
        });
      }
    });
  };
  const clusters = byId('cluster');
  if (table && clusters) {
    const options = new Map(Array.from(clusters.options, (one) => [one.dataset.value, one]));
    choosing(Array.from(table.tBodies[0].rows), clusters, 'Show only this cluster',
      (name) => options.get(name.textContent));
  }
  const happened = byId('group');
  if (happened) {
    choosing(Array.from(byId('groups').tBodies[0].rows), happened, 'Show only these Secrets',
      (name, number) => happened.options[number + 1]);
  }
  filter();
  form.hidden = false;
})();
