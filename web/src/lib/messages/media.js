/** Sentences on cards that render pictures and sounds, in English and German side by side. */
export const MEDIA = {
  'media.render': ['Render', 'Rendern'],
  'media.again': ['Render again', 'Neu rendern'],
  'media.retry': ['Retry', 'Nochmal'],
  'media.cancel': ['Cancel', 'Abbrechen'],
  'media.hint': ['Render a take (Mod+Enter)', 'Einen Take rendern (Mod+Enter)'],
  'media.none': ['Nothing rendered yet', 'Noch nichts gerendert'],
  'media.play': ['Play {name}', '{name} abspielen'],
  'media.pause': ['Pause {name}', '{name} anhalten']
};
