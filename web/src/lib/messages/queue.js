/** Why a job waits and when it begins, in English and German. */
export const QUEUE = {
  'queue.reason.paused': ['Paused by {name}', 'Angehalten von {name}'],
  'queue.reason.needs': ['Needs {name} first', 'Braucht zuerst {name}'],
  'queue.reason.retry': ['Tried again in {seconds} s', 'Neuer Versuch in {seconds} s'],
  'queue.reason.no_worker': ['No worker is connected', 'Kein Worker ist verbunden'],
  'queue.reason.backend': ['Waits for a worker with {name}', 'Wartet auf einen Worker mit {name}'],
  'queue.reason.quality': ['Waits for a worker that makes {name}', 'Wartet auf einen Worker für {name}'],
  'queue.reason.vram': ['Waits for a worker with {amount} GB', 'Wartet auf einen Worker mit {amount} GB'],
  'queue.reason.turn.one': ['{count} job ahead', '{count} Auftrag davor'],
  'queue.reason.turn.other': ['{count} jobs ahead', '{count} Aufträge davor'],
  'queue.reason.next': ['Is next', 'Ist als Nächstes dran'],
  'queue.reason.starting': ['Is starting', 'Wird begonnen'],
  'queue.begins': ['{why}, begins in about {time}', '{why}, beginnt in etwa {time}']
};
