/**
 * What the palette offers: commands, cards of all levels, levels, people.
 *
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 * @import { Context } from './types.js'
 * @import { Row } from './rows.js'
 * @typedef {Row & { kind: 'command' | 'node' | 'level' | 'person', title: string, words: string, note: string, id: string }} Offer
 */

import { t } from '#lib/messages/index.js';
import { titleOf } from '#lib/nodes/parts/titles.js';
import { pathTo } from '../levels/levels.js';
import { found } from './fuzzy.js';
import { written } from './keys.js';
import { recent } from './recent.js';
import { bindings, commands, nameOf, ready } from './registry.js';

const MOST = 120;

/**
 * Where a level is, in words: "The Keeper / Scene 2".
 * @param {ProjectStore} store
 * @param {string | null} level
 */
export function whereIs(store, level) {
  const film = store.project.get().name || t('tree.film');
  const path = pathTo(store.graph, level).flatMap((id) => store.graph.node(id) ?? []);
  return [film, ...path.map((record) => titleOf(record, store.nodeType(record.type)?.title))].join(' / ');
}

/** What can run now comes first. @param {Context} context @returns {Offer[]} */
function commandOffers(context) {
  const offers = commands
    .filter((command) => !command.hidden)
    .flatMap((command) => {
      const can = ready(command, context);
      if (can === false) return [];
      const keys = bindings.get().get(command.id)?.[0];
      const title = nameOf(command);
      const note = can === true ? (keys ? written(keys) : '') : can;
      return [
        {
          key: `command ${command.id}`,
          kind: /** @type {const} */ ('command'),
          id: command.id,
          title,
          words: `${title} ${t(`group.${command.group}`)}`,
          note,
          off: can !== true
        }
      ];
    });
  return [...offers.filter(({ off }) => !off), ...offers.filter(({ off }) => off)];
}

/** @param {Context} context @returns {Offer[]} */
function nodeOffers({ store }) {
  return [...store.graph.nodes.values()].map((record) => {
    const type = store.nodeType(record.type);
    const title = titleOf(record, type?.title);
    return {
      key: `node ${record.id}`,
      kind: 'node',
      id: record.id,
      title,
      words: `${title} ${type?.title ?? ''}`,
      note: '',
      icon: type?.icon,
      level: record.parent_id
    };
  });
}

/** @param {Context} context @returns {Offer[]} */
function levelOffers({ store, level }) {
  const containers = [...store.graph.nodes.values()].filter(
    (record) => store.nodeType(record.type)?.container && store.graph.children(record.id).size
  );
  const film = {
    key: 'level film',
    kind: /** @type {const} */ ('level'),
    id: '',
    title: store.project.get().name || t('tree.film'),
    words: '',
    note: ''
  };
  const inside = containers.map((record) => {
    const title = titleOf(record, store.nodeType(record.type)?.title);
    return { key: `level ${record.id}`, kind: /** @type {const} */ ('level'), id: record.id, title, words: title, note: '' };
  });
  return [film, ...inside]
    .filter(({ id }) => (id || null) !== level)
    .map((offer) => ({ ...offer, words: t('palette.goInto', { title: offer.title }) }));
}

/** @param {Context} context @returns {Offer[]} */
function peopleOffers({ store }) {
  return [...store.peers.get().values()].map(({ session_id, name, color, level }) => ({
    key: `person ${session_id}`,
    kind: 'person',
    id: session_id,
    title: name,
    words: name,
    note: whereIs(store, level ?? null),
    color
  }));
}

/**
 * All there is to offer now; gathered once as the palette opens.
 * @param {Context} context
 */
export const gathered = (context) => ({
  command: commandOffers(context),
  node: nodeOffers(context),
  level: levelOffers(context),
  person: peopleOffers(context)
});

/** @type {['command', 'person', 'level', 'node']} */
const KINDS = ['command', 'person', 'level', 'node'];

/**
 * The palette's rows for what is typed: what was chosen last first, then each kind, best first.
 * @param {ReturnType<typeof gathered>} all
 * @param {string} query
 * @returns {Row[]}
 */
export function offered(all, query) {
  const last = recent();
  /** @param {string} heading @param {Offer[]} offers @returns {Row[]} */
  const block = (heading, offers) => (offers.length ? [{ key: `heading ${heading}`, heading }, ...offers] : []);
  if (!query.trim()) {
    const every = KINDS.flatMap((kind) => all[kind]);
    const again = last.flatMap((key) => every.find((offer) => offer.key === key) ?? []);
    const rest = (/** @type {Offer[]} */ offers) => offers.filter((offer) => !again.includes(offer)).slice(0, MOST);
    return [...block(t('palette.recent'), again), ...KINDS.flatMap((kind) => block(t(`palette.${kind}`), rest(all[kind])))];
  }
  const bonus = (/** @type {Offer} */ { key, off }) => (last.includes(key) ? 60 - last.indexOf(key) * 5 : 0) - (off ? 80 : 0);
  const blocks = KINDS.map((kind) => ({ kind, offers: found(all[kind], query, (offer) => offer.words, bonus).slice(0, MOST) }));
  return blocks.flatMap(({ kind, offers }) => block(t(`palette.${kind}`), offers));
}
