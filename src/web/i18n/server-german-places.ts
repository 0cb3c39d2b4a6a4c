import type { ServerWords } from './server-words.ts';

/** Deutsch: was der Server von Orten sagt – Terminals, Dateien, Quellen, Ziele – und was selten vorkommt; die Demo. */
export const serverGermanPlaces: ServerWords = [
  // What is not there.
  ['There is no such session.', 'Diese Sitzung gibt es nicht.'],
  ['There is no session {}.', 'Eine Sitzung {} gibt es nicht.'],
  ['There is no request {} in this session.', 'Eine Anfrage {} gibt es in dieser Sitzung nicht.'],
  ['There is no record of this conversation.', 'Von diesem Gespräch gibt es keine Aufzeichnung.'],
  ['No record begins there.', 'Dort beginnt keine Aufzeichnung.'],
  ['There is no such time zone.', 'Diese Zeitzone gibt es nicht.'],
  ['There is no time zone {}.', 'Eine Zeitzone {} gibt es nicht.'],
  ['The session is not there any more.', 'Die Sitzung gibt es nicht mehr.'],
  ['The request has no choice {}.', 'Die Anfrage hat keine Wahl {}.'],
  ['This cursor is not of this search.', 'Diese Stelle gehört nicht zu dieser Suche.'],
  [
    'It may have ended long ago; `amc ls` shows what there is.',
    'Vielleicht ist sie längst zu Ende; `amc ls` zeigt, was da ist.',
  ],
  ['`amc ls --all` shows what there is.', '`amc ls --all` zeigt, was da ist.'],
  [
    'It has not begun yet, or its agent did not write it down.',
    'Es hat noch nicht begonnen, oder sein Agent schrieb es nicht auf.',
  ],
  [
    'The file may have been rewritten; open the conversation again.',
    'Die Datei wurde vielleicht neu geschrieben; öffne das Gespräch noch einmal.',
  ],
  ['Search again from the beginning, without a cursor.', 'Suche noch einmal von vorn.'],
  ['Look at the session as it is now.', 'Sieh dir die Sitzung an, wie sie jetzt ist.'],
  ['Look at the conversation before you send it again.', 'Sieh ins Gespräch, bevor du es noch einmal sendest.'],
  ['Look at the conversation to see which answer counted.', 'Sieh im Gespräch nach, welche Antwort galt.'],
  ['Look at the pane before you type on.', 'Sieh ins Pane, bevor du weitertippst.'],
  ['Look at the pane {} before you send it again.', 'Sieh ins Pane {}, bevor du es noch einmal sendest.'],
  [
    'Look at the pane {}: the text may stand there unsent.',
    'Sieh ins Pane {}: Der Text steht dort vielleicht ungesendet.',
  ],
  ['Look at the list of sessions again.', 'Sieh noch einmal in die Liste der Sitzungen.'],
  ['Fill it in in the terminal.', 'Fülle es im Terminal aus.'],
  [
    'Nothing was sent. Correct the form and send it again.',
    'Nichts wurde gesendet. Berichtige das Formular und sende es noch einmal.',
  ],
  ['Check who may read that file.', 'Prüfe, wer diese Datei lesen darf.'],
  ['Try again.', 'Versuche es noch einmal.'],
  ['not decided yet', 'noch nicht entschieden'],

  // Deliveries.
  ['handed to the waiting hook', 'dem wartenden Hook übergeben'],
  ['typed into {}', 'in {} getippt'],
  ['nothing was to be changed', 'nichts war zu ändern'],
  ['It is not known whether the hook took the answer: {*}.', 'Ob der Hook die Antwort nahm, ist nicht bekannt: {*}.'],
  ['It was answered elsewhere first: {*}', 'Zuerst wurde anderswo geantwortet: {*}'],
  ['It may or may not have arrived: {*}.', 'Es kam an oder auch nicht: {*}.'],
  ['AMC stopped waiting for the reply', 'AMC wartet nicht mehr auf die Antwort'],
  [
    'The Codex server replied in a form AMC does not know.',
    'Der Codex-Server antwortete in einer Form, die AMC nicht kennt.',
  ],
  ['no reply to {} in {} ms', 'keine Antwort auf {} in {} ms'],
  [
    'Ask Codex in words to run it, or type it in its terminal.',
    'Bitte Codex in Worten darum, oder tippe es in sein Terminal.',
  ],
  ['Typing stopped half-way: {*}.', 'Das Tippen brach mittendrin ab: {*}.'],
  ['{} did not say whether it took the input: {*}.', '{} sagte nicht, ob es die Eingabe nahm: {*}.'],
  ['The multiplexer did not say whether it took it: {*}.', 'Der Multiplexer sagte nicht, ob er es nahm: {*}.'],
  ['the screen did not show {} within {} ms', 'der Bildschirm zeigte {} nicht innerhalb von {} ms'],
  ['the check before writing failed ({})', 'die Prüfung vor dem Schreiben misslang ({})'],
  [
    'the pane cannot be locked against other writers ({})',
    'das Pane lässt sich nicht gegen andere Schreiber sperren ({})',
  ],
  [
    'AMC in {} is typing into this pane; try again when it is done',
    'AMC in {} tippt gerade in dieses Pane; versuche es danach noch einmal',
  ],
  ['the text has {} bytes; {} are the most', 'der Text hat {} Bytes; höchstens {} gehen'],
  ['the text is empty', 'der Text ist leer'],
  ['typed text must be one line without tabs', 'getippter Text muss eine Zeile ohne Tabulatoren sein'],
  ['its screen could not be read', 'sein Bildschirm ließ sich nicht lesen'],
  ['There is no screen to read: {*}.', 'Es gibt keinen Bildschirm zu lesen: {*}.'],

  // Evidence.
  ['{} opened', '{} geöffnet'],
  ['process: pid {} is gone', 'Prozess: pid {} ist weg'],
  ['the index of the threads holds this name', 'das Verzeichnis der Gespräche hat diesen Namen'],
  ['the rollout has gone on; it does not say who answered', 'das Protokoll ging weiter; es sagt nicht, wer antwortete'],
  ['the rollout holds the prompt that AMC sent', 'das Protokoll hat den Prompt, den AMC sandte'],
  ['app-server: requestApproval', 'App-Server: bittet um Erlaubnis'],
  ['app-server: busy', 'App-Server: beschäftigt'],
  ['app-server: idle', 'App-Server: untätig'],

  // Terminals.
  ['AMC is shutting down.', 'AMC wird gerade beendet.'],
  ['The pane is not there any more.', 'Das Pane gibt es nicht mehr.'],
  ['The tmux server of this pane is no longer running.', 'Der tmux-Server dieses Panes läuft nicht mehr.'],
  [
    'The only tmux client was switched to the session {}.',
    'Der einzige tmux-Client wurde auf die Sitzung {} umgeschaltet.',
  ],
  ['It is in front now in the tmux session {}.', 'Es ist jetzt vorn in der tmux-Sitzung {}.'],
  ['It is in front now in the Zellij session {}.', 'Es ist jetzt vorn in der Zellij-Sitzung {}.'],
  [
    'Zellij did not bring the pane to the front in the session {}.',
    'Zellij holte das Pane in der Sitzung {} nicht nach vorn.',
  ],
  [
    'No terminal shows the Zellij session {}. Attach with: {}',
    'Kein Terminal zeigt die Zellij-Sitzung {}. Verbinde mit: {}',
  ],
  [
    'the tmux server at {} did not answer within {} ms',
    'der tmux-Server unter {} antwortete nicht innerhalb von {} ms',
  ],
  ['the tmux server at {} does not answer', 'der tmux-Server unter {} antwortet nicht'],
  ['the tmux server answered what AMC does not understand', 'der tmux-Server antwortete, was AMC nicht versteht'],
  ['the call to tmux ended before its answer ({})', 'der Aufruf von tmux endete vor seiner Antwort ({})'],
  ['{} could not be started ({})', '{} ließ sich nicht starten ({})'],
  ['tmux said: {}', 'tmux sagte: {}'],
  ['Run `tmux -V` and report the version with this line.', 'Ruf `tmux -V` auf und melde die Version mit dieser Zeile.'],
  [
    'See whether that tmux reacts in a terminal. AMC looks again by itself.',
    'Sieh nach, ob dieses tmux in einem Terminal reagiert. AMC sieht von selbst wieder nach.',
  ],
  [
    'The Zellij session "{}" runs version {}; AMC needs {} or newer.',
    'Die Zellij-Sitzung "{}" läuft mit Version {}; AMC braucht {} oder neuer.',
  ],
  ['Install a newer Zellij and start the session again.', 'Installiere ein neueres Zellij und starte die Sitzung neu.'],
  [
    'Zellij {} cannot write to one pane safely. Install {} or newer, then start a new session.',
    'Zellij {} kann nicht sicher in ein Pane schreiben. Installiere {} oder neuer und starte dann eine neue Sitzung.',
  ],
  ['{}; running sessions are reached over their sockets.', '{}; laufende Sitzungen werden über ihre Sockets erreicht.'],

  // Sources, hooks, setup.
  ['cannot read {}', 'kann {} nicht lesen'],
  ['{}; {} messages not understood, last: {}', '{}; {} Nachrichten nicht verstanden, zuletzt: {}'],
  ['{} is no socket', '{} ist kein Socket'],
  ['{} belongs to user {}', '{} gehört dem Benutzer {}'],
  ['{} can be written by others', '{} ist für andere schreibbar'],
  ['{} cannot be looked at ({})', '{} lässt sich nicht ansehen ({})'],
  [
    'The hooks are removed; the folder waits for running sessions to end.',
    'Die Hooks sind entfernt; der Ordner wartet, bis laufende Sitzungen enden.',
  ],
  ['The hooks were not installed: {*}.', 'Die Hooks wurden nicht installiert: {*}.'],
  ['Whether it switches hooks off is not known: {}.', 'Ob es Hooks ausschaltet, ist nicht bekannt: {}.'],
  [
    'Your organisation allows plugins from its own list only.',
    'Deine Organisation erlaubt nur Plugins aus ihrer eigenen Liste.',
  ],
  ['Your organisation blocks plugins in the skills folder.', 'Deine Organisation sperrt Plugins im Skills-Ordner.'],
  [
    'There are {} transcripts with this id; AMC reads the newest.',
    'Es gibt {} Protokolle mit dieser id; AMC liest das neueste.',
  ],
  [
    'Two files of the original have this session’s id; the newest is used.',
    'Zwei Dateien des Originals haben die id dieser Sitzung; die neueste gilt.',
  ],
  ['A hook event was left out: it {}.', 'Ein Hook-Ereignis wurde ausgelassen: es {}.'],
  ['Reading transcripts failed: {}', 'Das Lesen der Protokolle misslang: {}'],
  ['Reading transcripts was stopped.', 'Das Lesen der Protokolle wurde angehalten.'],
  [
    'the system allows no more of them ({}): what agents write is found up to 30 s late',
    'das System erlaubt keine weiteren ({}): was Agenten schreiben, wird bis zu 30 s später gefunden',
  ],
  [
    'Install it, or start AMC from a shell in which {} runs. AMC sees sessions wherever they were started from.',
    'Installiere es, oder starte AMC aus einer Shell, in der {} läuft. AMC sieht Sitzungen, wo immer sie gestartet wurden.',
  ],
  ['Start {} once, so that it makes its folder.', 'Starte {} einmal, damit es seinen Ordner anlegt.'],

  // Settings and notices.
  [
    'What was stored cannot be read ({}), so the defaults hold.',
    'Das Gespeicherte ist nicht lesbar ({}), also gelten die Vorgaben.',
  ],
  ['more than {} waited; the oldest was given up', 'mehr als {} warteten; die älteste wurde aufgegeben'],
  [
    'Look at the target in the settings, and send it a test.',
    'Sieh dir das Ziel in den Einstellungen an und sende ihm eine Probe.',
  ],
  [
    'it answered {} and wants {} to be used; AMC follows no redirects',
    'es antwortete {} und verweist auf {}; AMC folgt keinen Umleitungen',
  ],
  ['it answered {}', 'es antwortete {}'],
  ['it was not reached: {}', 'es wurde nicht erreicht: {}'],
  ['whether it arrived is not known: {}', 'ob es ankam, ist nicht bekannt: {}'],
  ['{} does not say prices: {}.', '{} nennt keine Preise: {}.'],
  [
    'Let your user read it, or move it away to use the prices that come with AMC.',
    'Lass deinen Benutzer sie lesen, oder nimm sie weg, damit die Preise von AMC gelten.',
  ],

  // Commands of Codex.
  [
    'Summarize the conversation so that it takes less room',
    'Das Gespräch zusammenfassen, damit es weniger Platz braucht',
  ],
  ['Switch to plan mode', 'In den Planungsmodus wechseln'],
  ['Rename the thread: /rename and its new name', 'Das Gespräch umbenennen: /rename und der neue Name'],

  // The demo.
  ['Read, {} sessions run', 'Gelesen, {} Sitzungen laufen'],
  ['Installed, version {}', 'Installiert, Version {}'],
  ['Connected, {} threads loaded', 'Verbunden, {} Gespräche geladen'],
  ['{}, {} sessions, {} panes', '{}, {} Sitzungen, {} Panes'],
  ['{} sessions, {} panes', '{} Sitzungen, {} Panes'],
  [
    'Session {} does not answer: its panes cannot be typed into.',
    'Sitzung {} antwortet nicht: In ihre Panes lässt sich nicht tippen.',
  ],
  ['Attach to it once, or end it with {}.', 'Verbinde dich einmal mit ihr, oder beende sie mit {}.'],
  ['1 session, {} panes; {} does not answer', '1 Sitzung, {} Panes; {} antwortet nicht'],
  ['Found, {} sessions run', 'Gefunden, {} Sitzungen laufen'],
  ['Found, its server runs', 'Gefunden, sein Server läuft'],
  ['Version {}, the newest', 'Version {}, die neueste'],
  [
    'Not installed: AMC sees permissions a moment later and cannot answer them',
    'Nicht installiert: AMC sieht Erlaubnisfragen etwas später und kann sie nicht beantworten',
  ],
  ['Remove the folder', 'Den Ordner entfernen'],
  ['Write a folder of AMC’s own', 'Einen eigenen Ordner von AMC anlegen'],
  ['Tell Claude Code of it; nothing of yours is edited', 'Claude Code davon sagen; nichts von dir wird geändert'],
  [
    'There is no terminal behind the demo. With real agents this brings the pane to the front.',
    'Hinter der Demo ist kein Terminal. Mit echten Agenten holt das hier das Pane nach vorn.',
  ],
  [
    'The demo sends nothing. With AMC it would have arrived now.',
    'Die Demo sendet nichts. Mit AMC wäre es jetzt angekommen.',
  ],
  ['The demo has no server for this.', 'Die Demo hat dafür keinen Server.'],
  ['Look at the board for what there is.', 'Auf der Übersicht steht, was da ist.'],
  ['It has been sent already.', 'Es ist schon gesendet.'],
  ['Interrupt the session, if it should stop.', 'Unterbrich die Sitzung, wenn sie anhalten soll.'],
  ['It was taken back.', 'Es wurde zurückgenommen.'],
  ['The session has ended.', 'Die Sitzung ist zu Ende.'],
  ['Start the agent again in its terminal.', 'Starte den Agenten in seinem Terminal neu.'],
  [
    'It is asked no more: it was answered, or the agent went on.',
    'Danach wird nicht mehr gefragt: Es wurde geantwortet, oder der Agent machte weiter.',
  ],
  ['Answer what it asks, then send it again.', 'Beantworte, was es fragt, und sende es dann noch einmal.'],
  ['There is no record at this place.', 'An dieser Stelle ist keine Aufzeichnung.'],
  ['Its process has ended.', 'Sein Prozess ist zu Ende.'],
];
