// Faults: armed by hand, told, ended.
import { ask, byId, element } from './dom.js';

export function faults() {
  byId('fault-form').addEventListener('submit', async event => {
    event.preventDefault();
    const said = byId('fault-said');
    try {
      await ask('/faults?' + byId('fault-kind').value + '&count=' + byId('fault-count').value, { method: 'POST' });
      said.textContent = 'armed';
    } catch (refused) {
      said.textContent = refused.message;
    }
  });
  byId('end-faults').addEventListener('click', async () => {
    await ask('/faults', { method: 'DELETE' });
    byId('fault-said').textContent = 'all faults have ended';
  });
  return state => {
    byId('armed').hidden = state.faults.length === 0;
    byId('armed-text').textContent = state.faults.join(' · ');
    byId('fault-list').replaceChildren(...state.faults.map(fault => element('li', {}, fault)));
  };
}
