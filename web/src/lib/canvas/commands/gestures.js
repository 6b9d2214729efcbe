/**
 * What hands do on the canvas without a key of its own: shown in the sheet, bound to nothing.
 *
 * @type {{ id: string, how: import('#lib/messages/index.js').MessageKey, what: import('#lib/messages/index.js').MessageKey }[]}
 */
export const GESTURES = /** @type {const} */ ([
  { id: 'pan', how: 'gesture.pan.how', what: 'gesture.pan' },
  { id: 'zoom', how: 'gesture.zoom.how', what: 'gesture.zoom' },
  { id: 'box', how: 'gesture.box.how', what: 'gesture.box' },
  { id: 'more', how: 'gesture.more.how', what: 'gesture.more' },
  { id: 'add', how: 'gesture.add.how', what: 'gesture.add' },
  { id: 'enter', how: 'gesture.enter.how', what: 'gesture.enter' },
  { id: 'wire', how: 'gesture.wire.how', what: 'gesture.wire' },
  { id: 'reroute', how: 'gesture.reroute.how', what: 'gesture.reroute' },
  { id: 'insert', how: 'gesture.insert.how', what: 'gesture.insert' },
  { id: 'cut', how: 'gesture.cut.how', what: 'gesture.cut' },
  { id: 'asset', how: 'gesture.asset.how', what: 'gesture.asset' },
  { id: 'follow', how: 'gesture.follow.how', what: 'gesture.follow' }
]);
