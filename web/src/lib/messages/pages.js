/** Sentences of the pages around the canvas: signing in, the dashboard, people, the line to the server; in English and German. */
export const PAGES = {
  'app.name': ['Production Canvas', 'Production Canvas'],
  'app.tagline': ['Plan and generate a film together, on one canvas.', 'Plant und generiert gemeinsam einen Film, auf einer Leinwand.'],

  'look.open': ['Theme and language', 'Erscheinungsbild und Sprache'],
  'look.theme': ['Theme', 'Erscheinungsbild'],
  'look.system': ['System', 'System'],
  'look.dark': ['Dark', 'Dunkel'],
  'look.light': ['Light', 'Hell'],
  'look.language': ['Language', 'Sprache'],

  'when.now': ['just now', 'gerade eben'],

  'login.title': ['Sign in', 'Anmelden'],
  'login.lead': [
    'Your scripts, shots and takes are where you left them.',
    'Drehbücher, Einstellungen und Takes warten, wo Sie sie gelassen haben.'
  ],
  'login.email': ['Email', 'E-Mail'],
  'login.password': ['Password', 'Passwort'],
  'login.submit': ['Sign in', 'Anmelden'],
  'login.busy': ['Signing in…', 'Anmeldung läuft …'],
  'login.expired': ['Please sign in to open that page.', 'Bitte melden Sie sich an, um diese Seite zu öffnen.'],
  'login.hint': [
    'No password yet? Open the sign-in link that the installation printed, or ask its owner for one.',
    'Noch kein Passwort? Öffnen Sie den Anmeldelink, den die Installation ausgegeben hat, oder fragen Sie ihren Eigentümer.'
  ],

  'dashboard.title': ['Projects', 'Projekte'],
  'dashboard.greeting': ['Signed in as {name}', 'Angemeldet als {name}'],
  'dashboard.count.one': ['1 film', '{count} Film'],
  'dashboard.count.other': ['{count} films', '{count} Filme'],
  'dashboard.new': ['New project', 'Neues Projekt'],
  'dashboard.newLead': [
    'A film, an episode, a test. Its script comes next.',
    'Ein Film, eine Folge, ein Versuch. Das Drehbuch kommt als Nächstes.'
  ],
  'dashboard.name': ['Name of the film', 'Name des Films'],
  'dashboard.namePlaceholder': ['The Keeper', 'Der Leuchtturmwärter'],
  'dashboard.create': ['Create project', 'Projekt anlegen'],
  'dashboard.creating': ['Creating…', 'Wird angelegt …'],
  'dashboard.cancel': ['Cancel', 'Abbrechen'],
  'dashboard.empty': ['No film yet', 'Noch kein Film'],
  'dashboard.emptyLead': [
    'Create a project, bring a screenplay, and its scenes and shots stand on the canvas.',
    'Legen Sie ein Projekt an und bringen Sie ein Drehbuch mit: Seine Szenen und Einstellungen stehen dann auf der Leinwand.'
  ],
  'dashboard.scenes': ['scenes', 'Szenen'],
  'dashboard.shots': ['shots', 'Einstellungen'],
  'dashboard.takes': ['{takes} of {shots} shots have a take', '{takes} von {shots} Einstellungen haben einen Take'],
  'dashboard.noShots': ['No shots yet: bring a script', 'Noch keine Einstellungen: Bringen Sie ein Drehbuch mit'],
  'dashboard.people.one': ['1 person', '{count} Person'],
  'dashboard.people.other': ['{count} people', '{count} Personen'],
  'dashboard.edited': ['edited {when}', 'bearbeitet {when}'],
  'dashboard.signOut': ['Sign out', 'Abmelden'],

  'role.owner': ['Owner', 'Eigentümer'],
  'role.editor': ['Editor', 'Bearbeiter'],
  'role.commenter': ['Commenter', 'Kommentator'],
  'role.viewer': ['Viewer', 'Betrachter'],
  'role.cannotEdit': [
    'Your role in this project does not change the film. Ask its owner for the editor role.',
    'Ihre Rolle in diesem Projekt ändert den Film nicht. Bitten Sie seinen Eigentümer um die Rolle „Bearbeiter“.'
  ],

  'connection.signedOut': [
    'You are signed out. Sign in again; nothing that was saved is lost.',
    'Sie sind abgemeldet. Melden Sie sich wieder an; nichts Gespeichertes ist verloren.'
  ],
  'connection.noAccess': ['You are no member of this project any more.', 'Sie sind kein Mitglied dieses Projekts mehr.'],

  'undo.offline': [
    'There is no connection to the server, and it is the server that takes steps back. Your edits are kept; try again when it is back.',
    'Es besteht keine Verbindung zum Server, und der Server nimmt Schritte zurück. Ihre Änderungen bleiben erhalten; versuchen Sie es wieder, sobald er da ist.'
  ],

  'error.title': ['This page cannot be shown', 'Diese Seite kann nicht gezeigt werden'],
  'error.404': [
    'There is no such project, or you are no member of it.',
    'Ein solches Projekt gibt es nicht, oder Sie sind kein Mitglied davon.'
  ],
  'error.noPage': ['There is no such page.', 'Eine solche Seite gibt es nicht.'],
  'error.502': [
    'The server cannot be reached. It may be starting; try again in a moment.',
    'Der Server ist nicht erreichbar. Vielleicht startet er gerade; versuchen Sie es gleich noch einmal.'
  ],
  'error.other': [
    'Something went wrong on our side. What was saved is safe.',
    'Auf unserer Seite ging etwas schief. Was gespeichert war, ist sicher.'
  ],
  'error.retry': ['Try again', 'Noch einmal versuchen'],
  'error.home': ['All projects', 'Alle Projekte'],

  'top.home': ['All projects', 'Alle Projekte'],
  'top.find': ['Find', 'Suchen'],
  'top.commands': ['Commands', 'Befehle'],
  'top.people': ['People here', 'Wer hier ist'],
  'top.you': ['{name} (you)', '{name} (Sie)'],
  'top.share': ['Share', 'Teilen'],

  'share.title': ['Share this film', 'Diesen Film teilen'],
  'share.lead': ['Whoever you add opens it with their own account.', 'Wen Sie hinzufügen, der öffnet ihn mit dem eigenen Konto.'],
  'share.email': ['Email', 'E-Mail'],
  'share.role': ['Role', 'Rolle'],
  'share.add': ['Add', 'Hinzufügen'],
  'share.adding': ['Adding…', 'Wird hinzugefügt …'],
  'share.added': ['{name} is in the project now.', '{name} ist jetzt im Projekt.'],
  'share.members': ['In the project', 'Im Projekt'],
  'share.ownerOnly': ['Ask the owner of this project to add people.', 'Bitten Sie den Eigentümer dieses Projekts, Personen hinzuzufügen.'],

  'empty.film': ['Add a script to begin', 'Beginnen Sie mit einem Drehbuch'],
  'empty.filmLead': [
    'Its scenes, shots, people and places come onto this canvas by themselves. Or start from a single scene.',
    'Szenen, Einstellungen, Personen und Orte kommen von selbst auf diese Leinwand. Oder beginnen Sie mit einer einzelnen Szene.'
  ],
  'empty.addScript': ['Add a script', 'Drehbuch hinzufügen'],
  'empty.scene': ['No shots in this scene yet', 'Noch keine Einstellungen in dieser Szene'],
  'empty.sceneLead': [
    'Add the first shot, write what is seen, and press Generate.',
    'Fügen Sie die erste Einstellung hinzu, schreiben Sie, was man sieht, und drücken Sie „Generieren“.'
  ],
  'empty.addShot': ['Add a shot', 'Einstellung hinzufügen'],
  'empty.shot': ['Nothing inside this shot yet', 'Noch nichts in dieser Einstellung'],
  'empty.shotLead': [
    'Cameras, texts and pipelines that belong to this shot alone stand here.',
    'Kameras, Texte und Pipelines, die nur zu dieser Einstellung gehören, stehen hier.'
  ],
  'empty.addCamera': ['Add a camera', 'Kamera hinzufügen'],
  'empty.other': ['Something else', 'Etwas anderes'],
  'empty.viewer': [
    'Your role looks on; ask the owner of the film for the editor role.',
    'Ihre Rolle schaut zu; bitten Sie den Eigentümer des Films um die Rolle „Bearbeiter“.'
  ],

  'rooms.canvas': ['Canvas', 'Leinwand'],
  'rooms.wait': ['Setting up the canvas…', 'Die Leinwand wird aufgebaut …'],
  'rooms.left': ['Width of the project panel', 'Breite der Projektleiste'],
  'rooms.right': ['Width of the inspector', 'Breite des Inspektors'],
  'rooms.library': ['Height of the library', 'Höhe der Bibliothek'],
  'rooms.activity': ['Height of the activity', 'Höhe der Aktivität'],
  'rooms.turn.left': ['Project and library', 'Projekt und Bibliothek'],
  'rooms.turn.right': ['Inspector and activity', 'Inspektor und Aktivität'],
  'rooms.toCanvas': ['To the canvas', 'Zur Leinwand'],
  'rooms.toInspector': ['To the inspector', 'Zum Inspektor'],
  'rooms.toTree': ['To the project tree', 'Zum Projektbaum'],

  'offline.kept': [
    'No connection to the server. What you change is kept on this device and sent as soon as it is back.',
    'Keine Verbindung zum Server. Was Sie ändern, bleibt auf diesem Gerät und wird gesendet, sobald er wieder da ist.'
  ],

  'activity.title': ['Activity', 'Aktivität'],
  'activity.you': ['You', 'Sie'],
  'activity.none': [
    'What you and the others do in this film shows up here.',
    'Was Sie und die anderen an diesem Film tun, steht dann hier.'
  ],
  'activity.waiting.one': ['{count} more is waiting', '{count} weitere wartet'],
  'activity.waiting.other': ['{count} more are waiting', '{count} weitere warten'],
  'activity.stop': ['Stop {title}', '{title} anhalten'],
  'activity.progress': ['Progress of {title}', 'Fortschritt von {title}'],
  'activity.added': ['{who} added {title}', '{who} hat {title} hinzugefügt'],
  'activity.added.you': ['{who} added {title}', '{who} haben {title} hinzugefügt'],
  'activity.addedMany': ['{who} added {count} cards', '{who} hat {count} Karten hinzugefügt'],
  'activity.addedMany.you': ['{who} added {count} cards', '{who} haben {count} Karten hinzugefügt'],
  'activity.removed': ['{who} deleted {title}', '{who} hat {title} gelöscht'],
  'activity.removed.you': ['{who} deleted {title}', '{who} haben {title} gelöscht'],
  'activity.removedMany': ['{who} deleted {count} cards', '{who} hat {count} Karten gelöscht'],
  'activity.removedMany.you': ['{who} deleted {count} cards', '{who} haben {count} Karten gelöscht'],
  'activity.restored': ['{who} brought back {title}', '{who} hat {title} zurückgeholt'],
  'activity.restored.you': ['{who} brought back {title}', '{who} haben {title} zurückgeholt'],
  'activity.changed': ['{who} changed {field} of {title}', '{who} hat {field} von {title} geändert'],
  'activity.changed.you': ['{who} changed {field} of {title}', '{who} haben {field} von {title} geändert'],
  'activity.edited': ['{who} changed {title}', '{who} hat {title} geändert'],
  'activity.edited.you': ['{who} changed {title}', '{who} haben {title} geändert'],
  'activity.changedMany': ['{who} changed {field} of {count} cards', '{who} hat {field} von {count} Karten geändert'],
  'activity.changedMany.you': ['{who} changed {field} of {count} cards', '{who} haben {field} von {count} Karten geändert'],
  'activity.moved': ['{who} moved {title}', '{who} hat {title} bewegt'],
  'activity.moved.you': ['{who} moved {title}', '{who} haben {title} bewegt'],
  'activity.movedMany': ['{who} moved {count} cards', '{who} hat {count} Karten bewegt'],
  'activity.movedMany.you': ['{who} moved {count} cards', '{who} haben {count} Karten bewegt'],
  'activity.wired': ['{who} wired {source} to {target}', '{who} hat {source} mit {target} verbunden'],
  'activity.wired.you': ['{who} wired {source} to {target}', '{who} haben {source} mit {target} verbunden'],
  'activity.unwired': ['{who} removed a wire', '{who} hat eine Verbindung entfernt'],
  'activity.unwired.you': ['{who} removed a wire', '{who} haben eine Verbindung entfernt'],
  'activity.weighed': ['{who} set {source} to {target} to {weight}', '{who} hat {source} zu {target} auf {weight} gesetzt'],
  'activity.weighed.you': ['{who} set {source} to {target} to {weight}', '{who} haben {source} zu {target} auf {weight} gesetzt'],
  'activity.film': ['{who} changed the settings of the film', '{who} hat die Einstellungen des Films geändert'],
  'activity.film.you': ['{who} changed the settings of the film', '{who} haben die Einstellungen des Films geändert'],
  'activity.undid': ['{who} took a step back', '{who} hat einen Schritt zurückgenommen'],
  'activity.undid.you': ['{who} took a step back', '{who} haben einen Schritt zurückgenommen'],
  'activity.ready': ['Take {number} of {title} is ready', 'Take {number} von {title} ist fertig'],
  'activity.failed': ['{title} failed. Its earlier takes are kept', '{title} ist fehlgeschlagen. Frühere Takes bleiben erhalten'],

  'save.connecting': ['Connecting', 'Verbindet'],
  'save.saved': ['Saved', 'Gespeichert'],
  'save.saving': ['Saving', 'Speichert'],
  'save.offline': ['Offline', 'Offline'],
  'save.kept.one': ['Offline · 1 change kept on this device', 'Offline · {count} Änderung auf diesem Gerät'],
  'save.kept.other': ['Offline · {count} changes kept on this device', 'Offline · {count} Änderungen auf diesem Gerät'],

  'library.title': ['Library', 'Bibliothek'],
  'library.kind': ['Kind of asset', 'Art des Eintrags'],
  'library.characters': ['Characters', 'Figuren'],
  'library.styles': ['Styles', 'Stile'],
  'library.places': ['Places', 'Orte'],
  'library.media': ['Media', 'Medien'],
  'library.noCharacters': [
    'No characters yet. Break a script down, or add a Character to the canvas.',
    'Noch keine Figuren. Zerlegen Sie ein Drehbuch, oder legen Sie eine Figur auf die Leinwand.'
  ],
  'library.noStyles': [
    'No styles yet. Add a Style to the canvas to give the film its look.',
    'Noch keine Stile. Legen Sie einen Stil auf die Leinwand, um dem Film sein Aussehen zu geben.'
  ],
  'library.noPlaces': [
    'No places yet. Break a script down, or add a Place to the canvas.',
    'Noch keine Orte. Zerlegen Sie ein Drehbuch, oder legen Sie einen Ort auf die Leinwand.'
  ],
  'library.noMedia': [
    'No media yet. Generate a shot, or bring a script: its files appear here.',
    'Noch keine Medien. Generieren Sie eine Einstellung, oder bringen Sie ein Drehbuch mit: Die Dateien erscheinen hier.'
  ],
  'library.more': ['Show {count} more', '{count} weitere zeigen'],

  'asset.none': ['None', 'Keiner'],
  'asset.gone': ['No longer in the library', 'Nicht mehr in der Bibliothek'],
  'asset.add': ['Add a picture', 'Bild hinzufügen'],
  'asset.noPictures': ['The library has no more pictures.', 'Die Bibliothek hat keine weiteren Bilder.'],

  'film.title': ['Film', 'Film'],
  'film.scenes': ['Scenes', 'Szenen'],
  'film.shots': ['Shots', 'Einstellungen'],
  'film.takes': ['With a take', 'Mit Take'],
  'film.length': ['Length', 'Länge'],
  'film.format': ['Format', 'Format'],
  'film.rate': ['{rate} fps', '{rate} B/s'],
  'film.select': [
    'Select a card to see and change all it holds.',
    'Wählen Sie eine Karte, um alles zu sehen und zu ändern, was sie enthält.'
  ],
  'film.enter': ['Double-click a scene to go in.', 'Ein Doppelklick auf eine Szene führt hinein.'],
  'film.leave': ['go out', 'hinausgehen'],
  'film.add': ['add a card', 'eine Karte hinzufügen'],
  'film.generate': ['generate the selected shot', 'die gewählte Einstellung generieren'],

  'status.title': ['Status', 'Status'],
  'status.idle': ['Nothing in the queue', 'Nichts in der Warteschlange'],
  'status.working': ['Generating {names}', '{names} wird generiert'],
  'status.queued': ['Queue {count} · {names}', 'Warteschlange {count} · {names}'],
  'status.more': ['{names} and {count} more', '{names} und {count} weitere'],
  'status.failed.one': ['1 shot failed', '{count} Einstellung fehlgeschlagen'],
  'status.failed.other': ['{count} shots failed', '{count} Einstellungen fehlgeschlagen'],
  'status.alone': ['Only you here', 'Nur Sie sind hier'],
  'status.people': ['{count} people', '{count} Personen'],
  'status.latency': ['{count} ms', '{count} ms'],
  'status.version': ['v {count}', 'v {count}'],

  'company.editing': ['{name} is writing here', '{name} schreibt hier'],
  'company.selecting': ['{name} is here', '{name} ist hier'],
  'company.inside': ['{name} is inside', '{name} ist darin'],
  'company.edits': ['{name} edits {field}', '{name} bearbeitet {field}'],
  'company.edited': ['{name} edited this a moment ago', '{name} hat das gerade bearbeitet'],
  'company.thisCard': ['this card', 'diese Karte'],

  'undo.undo': ['Undo', 'Rückgängig'],
  'undo.redo': ['Redo', 'Wiederholen'],

  'layout.step': ['Lay out', 'Ordnen'],
  'layout.failed': [
    'The cards could not be laid out. Nothing was moved; reload the page and try again.',
    'Die Karten ließen sich nicht ordnen. Nichts wurde bewegt; laden Sie die Seite neu und versuchen Sie es noch einmal.'
  ],
  'layout.held': ['What others have selected was left where it is.', 'Was andere ausgewählt haben, blieb an seinem Platz.'],

  'version.title': ['Name this version', 'Diese Version benennen'],
  'version.lead': [
    'Everything is saved as you work. A name makes this moment easy to find in the history.',
    'Alles wird beim Arbeiten gespeichert. Ein Name macht diesen Moment im Verlauf leicht zu finden.'
  ],
  'version.name': ['Name', 'Name'],
  'version.placeholder': ['Locked cut', 'Endgültiger Schnitt'],
  'version.submit': ['Name it', 'Benennen'],
  'version.cancel': ['Cancel', 'Abbrechen'],
  'version.named': ['Version {version} is called “{name}” now.', 'Version {version} heißt jetzt „{name}“.'],
  'version.notSaved': [
    'Your last edits are not saved yet; the name waits for them.',
    'Ihre letzten Änderungen sind noch nicht gespeichert; der Name wartet darauf.'
  ],

  'history.title': ['History', 'Verlauf'],
  'history.close': ['Close the history', 'Verlauf schließen'],
  'history.loading': ['Reading the history…', 'Verlauf wird gelesen …'],
  'history.empty': [
    'Nothing has happened yet. What is done to the film appears here.',
    'Noch ist nichts geschehen. Was am Film getan wird, erscheint hier.'
  ],
  'history.more': ['Show older', 'Ältere zeigen'],
  'history.again': ['Try again', 'Noch einmal'],
  'history.back': ['Back to here', 'Zurück hierher'],
  'history.sure': [
    'The film will hold again what it held at version {version}, for everybody. It can be undone.',
    'Der Film enthält dann für alle wieder, was er bei Version {version} enthielt. Das lässt sich zurücknehmen.'
  ],
  'history.yes': ['Go back', 'Zurückgehen'],
  'history.no': ['Stay', 'Bleiben'],
  'history.done': ['The film is as it was at version {version}.', 'Der Film ist wie bei Version {version}.'],
  'history.version': ['v {version}', 'v {version}'],
  'history.gone': ['A former member', 'Ein früheres Mitglied'],
  'history.undid': ['Took back version {version}', 'Version {version} zurückgenommen'],
  'history.void': ['An edit that met nothing', 'Eine Änderung, die nichts traf'],
  'history.nothing': ['No change', 'Keine Änderung'],
  'history.added.one': ['Added {count} card', '{count} Karte hinzugefügt'],
  'history.added.other': ['Added {count} cards', '{count} Karten hinzugefügt'],
  'history.removed.one': ['Deleted {count} card', '{count} Karte gelöscht'],
  'history.removed.other': ['Deleted {count} cards', '{count} Karten gelöscht'],
  'history.moved.one': ['Moved {count} card', '{count} Karte bewegt'],
  'history.moved.other': ['Moved {count} cards', '{count} Karten bewegt'],
  'history.changed.one': ['Changed {count} card', '{count} Karte geändert'],
  'history.changed.other': ['Changed {count} cards', '{count} Karten geändert'],
  'history.settings.one': ['Changed {count} setting', '{count} Einstellung des Films geändert'],
  'history.settings.other': ['Changed {count} settings', '{count} Einstellungen des Films geändert'],
  'history.wires.one': ['{count} wire', '{count} Kabel'],
  'history.wires.other': ['{count} wires', '{count} Kabel'],

  'conflict.title': ['Edits that met', 'Änderungen, die sich trafen'],
  'conflict.overwritten': [
    '{name} changed the {field} of {title} while you did',
    '{name} hat {field} von {title} geändert, während Sie es taten'
  ],
  'conflict.setting': [
    '{name} changed the {field} of the film while you did',
    '{name} hat {field} des Films geändert, während Sie es taten'
  ],
  'conflict.deleted': ['{name} deleted {title} while you edited it', '{name} hat {title} gelöscht, während Sie daran arbeiteten'],
  'conflict.card': ['the card', 'der Karte'],
  'conflict.yours': ['Yours', 'Ihres'],
  'conflict.now': ['Now', 'Jetzt'],
  'conflict.empty': ['empty', 'leer'],
  'conflict.takeMine': ['Take mine', 'Meines nehmen'],
  'conflict.keepTheirs': ['Keep theirs', 'So lassen'],
  'conflict.restore': ['Restore with mine', 'Mit meinem wiederherstellen'],
  'conflict.letGo': ['Let it go', 'Dabei lassen'],
  'conflict.more': ['{count} more', '{count} weitere'],

  'notices.title': ['Notices', 'Meldungen'],
  'notices.show': ['Show', 'Zeigen'],
  'notices.dismiss': ['Dismiss', 'Schließen']
};
