// Generated from production_canvas/protocol/messages.py by `./canvas schema`; a test compares it.

export type NodeState = 'idle' | 'queued' | 'generating' | 'success' | 'error' | 'cancelled' | 'stale';

/** `parent_id` null: at the top; `project_id` null: the team's. */
export interface AssetFolder {
  id: string;
  project_id: string | null;
  parent_id: string | null;
  name: string;
}

/** All folders of the project, or of the team where `project_id` is null, by name. */
export interface AssetFoldersUpdated {
  project_id: string | null;
  folders: AssetFolder[];
}

/**
 * The shots whose job the change alters, in the order of the film; `stale` of them have an active take, which takes
 * about `seconds` to make anew.
 */
export interface AssetImpact {
  asset_id: string;
  version: number;
  shots: ShotImpact[];
  stale: number;
  seconds: number;
}

/**
 * `project_id` null: the team's. `status`: of its file; `problem`: why there is none, in a sentence. `facts`: mime,
 * bytes, and of what applies width, height, duration in seconds, rate as a fraction, frames, codec, sound, channels,
 * sample_rate. `thumb`: a picture of at most 512 pixels, of a character, style or place that of its portrait; `proxy`:
 * a clip that every browser plays; `waveform`: peaks as JSON. `reference_ids`: its pictures, the portrait first.
 * `version` counts changes of name, data, pictures and file; `updated_at`, ISO 8601, grows with every change: of two
 * records the later one holds.
 */
export interface AssetRecord {
  id: string;
  project_id: string | null;
  kind: string;
  name: string;
  data: Record<string, any>;
  url: string | null;
  status: 'processing' | 'ready' | 'failed';
  problem: string | null;
  facts: Record<string, any> | null;
  thumb: string | null;
  proxy: string | null;
  waveform: string | null;
  folder_id: string | null;
  tags: string[];
  version: number;
  archived: boolean;
  reference_ids: string[];
  created_at: string;
  updated_at: string;
}

/** `instead`: the asset that already has the same file. */
export interface AssetRemoved {
  asset_id: string;
  instead: string | null;
}

export interface AssetUpdated {
  asset: AssetRecord;
}

/**
 * Where an asset is used, counted by asset. `sources`: the cards that stand for it; `direct`: what one of them
 * hands it to; `node_ids`: those, and all that is made from them; `seconds` of the shots' active takes.
 */
export interface AssetUsage {
  asset_id: string;
  shots: number;
  scenes: number;
  takes: number;
  seconds: number;
  sources: string[];
  direct: string[];
  node_ids: string[];
  shot_ids: string[];
  containers: ContainerUse[];
}

/** `created_at` in ISO 8601; `user` is null where the account of who made it is gone. */
export interface AssetVersion {
  version: number;
  name: string;
  data: Record<string, any>;
  reference_ids: string[];
  user: PersonMark | null;
  created_at: string;
}

/**
 * Applied whole or refused whole, one version. Batches of one person with equal `step` are undone together.
 *
 * Texts are meant for `base_version`. `seen_version`: what the author had seen, where that is less: an edit that had
 * to wait was moved past what came meanwhile, and nobody has looked at that.
 */
export interface Batch {
  client_op_id: string;
  base_version: number;
  ops: Operation[];
  label?: string | null;
  seen_version?: number | null;
  step?: string | null;
}

/**
 * In an order in which they can be made. `seconds`: of worker time in all, give or take `error` as in a
 * step; `run`: how many takes are made.
 *
 * `lasts`: about how long it takes from its first start on, with all `slots` of the workers at it; null while there
 * are none. `ahead`: jobs of the installation that wait or run already.
 */
export interface BatchPlan {
  steps: BatchStep[];
  run: number;
  cached: number;
  current: number;
  seconds: number;
  error: number;
  slots: number;
  lasts: number | null;
  ahead: number;
}

/**
 * What becomes of one node. `state`: run (a new take), cached (an earlier take is as it would become, and is the
 * active one now), current (its active take is), running (it is being made already), refused (`detail` says why).
 *
 * `after`: the nodes that are made first; `seconds` give or take `error`, which is 0 where nothing tells by how much.
 */
export interface BatchStep {
  node_id: string;
  number: string;
  quality: string;
  state: 'run' | 'cached' | 'current' | 'running' | 'refused';
  detail: string;
  after: string[];
  seconds: number;
  error: number;
  task_id: string | null;
}

export interface CancelGeneration {
  task_id: string;
}

/**
 * To whose edit was lost: `overwritten` by somebody who had not seen it, or `deleted` with the node it was made in.
 *
 * `node_id` null: a setting of the film. `yours` is what was lost, `theirs` what stands now; `name` wrote that.
 */
export interface ConflictNotice {
  kind: 'overwritten' | 'deleted';
  node_id: string | null;
  title: string;
  path: string[];
  yours: any;
  theirs: any;
  user_id: string | null;
  name: string;
  version: number;
}

/** How many shots in it, at any depth, use the asset. */
export interface ContainerUse {
  node_id: string;
  shots: number;
}

export interface DiffLine {
  kind: 'same' | 'inserted' | 'deleted';
  text: string;
}

/**
 * `values`: one per side, null where a side has none. `what`: parameter, making (quality, seed, pipeline …), wire
 * (who is wired, by name), version (of the wired asset), weight, take (of the wired shot), input (another value of the
 * wired card); `subject`: whose, of what is wired. `spans` per side, against the first: word by word.
 */
export interface DifferenceRow {
  what: 'parameter' | 'making' | 'wire' | 'version' | 'weight' | 'take' | 'input';
  path: string[];
  title: string;
  subject: string;
  unit: string;
  values: any[];
  spans: (Span[] | null)[];
}

export interface Drag {
  moves: Move[];
}

export interface EdgeAdd {
  op: 'edge.add';
  edge: EdgeRecord;
}

export interface EdgeRecord {
  id: string;
  source: string;
  source_handle: string;
  target: string;
  target_handle: string;
  data: Record<string, any>;
}

export interface EdgeRemove {
  op: 'edge.remove';
  id: string;
}

export interface EdgeRestore {
  op: 'edge.restore';
  id: string;
}

export interface EdgeSet {
  op: 'edge.set';
  id: string;
  path: string[];
  value: any;
}

/**
 * The field a session writes in. `anchor` and `head` of its selection in code points of the text at `version`;
 * `client` is what its batches' ids begin with.
 */
export interface Editing {
  node_id: string;
  path: string[];
  anchor?: number | null;
  head?: number | null;
  version?: number | null;
  client?: string | null;
}

/**
 * A job that was not made. `attempts` it had, `ended_at` ISO 8601, `takes` of its node are kept.
 *
 * `last`: nothing was asked of its node since, so it can be tried again.
 */
export interface EndedJob {
  task_id: string;
  node_id: string;
  number: string;
  user_id: string;
  user_name: string;
  state: 'error' | 'cancelled';
  error: string;
  backend: string;
  quality: string;
  worker: string | null;
  attempts: number;
  ended_at: string;
  takes: number;
  last: boolean;
}

/** Newest first; `total` of the last week. */
export interface EndedJobs {
  total: number;
  jobs: EndedJob[];
}

export interface ErrorMessage {
  code: string;
  detail: string;
}

export interface FullSync {
  graph: GraphRecord;
}

/**
 * Beside `server:full_sync`: who this connection is, and what the server alone writes.
 *
 * `runtime` by node id: {state, task_id, progress, step, error}; `takes` by node id, oldest first.
 */
export interface FullSyncMeta {
  session_id: string;
  user_id: string;
  role: string;
  runtime: Record<string, Record<string, any>>;
  takes: Record<string, TakeRecord[]>;
}

export interface GraphRecord {
  id: string;
  epoch: string;
  version: number;
  nodes: NodeRecord[];
  edges: EdgeRecord[];
  settings: Record<string, any>;
}

export interface GraphSet {
  op: 'graph.set';
  path: string[];
  value: any;
}

/** `after`: the element it goes behind; null puts it first. An element that is there already moves. */
export interface Insertion {
  value: string;
  after?: string | null;
}

/**
 * A batch as the log keeps it. `result`: accepted as sent, adjusted to what else had happened, or void.
 *
 * `undo_of`: the version that it takes back; of an undo, that is a redo.
 */
export interface LoggedBatch {
  version: number;
  user_id: string;
  client_op_id: string;
  ops: Operation[];
  result: 'accepted' | 'adjusted' | 'void';
  undo_of: number | null;
}

/** What a client of ours adds to a message. A client that sends none is served as well. */
export interface Meta {
  client_op_id?: string | null;
  base_version?: number | null;
  epoch?: string | null;
  since_version?: number | null;
}

/** `in`: the level (parent id) in whose coordinates x and y are meant. */
export interface Move {
  id: string;
  x: number;
  y: number;
  in?: string | null;
}

export interface NodeAdd {
  op: 'node.add';
  node: NodeRecord;
}

/** Takes `del` out of an ordered list of distinct texts and puts `ins` into it, one after the other. */
export interface NodeList {
  op: 'node.list';
  id: string;
  path: string[];
  ins?: Insertion[];
  del?: string[];
}

export interface NodeMove {
  op: 'node.move';
  moves: Move[];
}

export interface NodeRecord {
  id: string;
  type: string;
  parent_id: string | null;
  position: Position;
  order: string;
  data: Record<string, any>;
}

/** `children`: what stands inside goes with it, or is lifted to its level. */
export interface NodeRemove {
  op: 'node.remove';
  id: string;
  children?: 'delete' | 'lift';
}

export interface NodeReparent {
  op: 'node.reparent';
  id: string;
  parent_id: string | null;
  x: number;
  y: number;
  order?: string | null;
}

/** Brings a removed node back with what stood in it and the wires whose other ends still stand. */
export interface NodeRestore {
  op: 'node.restore';
  id: string;
}

export interface NodeSet {
  op: 'node.set';
  id: string;
  path: string[];
  value: any;
}

export interface NodeStateUpdated {
  node_id: string;
  state: 'idle' | 'queued' | 'generating' | 'success' | 'error' | 'cancelled' | 'stale';
}

/** `delta`: `[skip, "inserted", {"d": …}]` in code points, made for the text at the batch's `base_version`. */
export interface NodeText {
  op: 'node.text';
  id: string;
  path: string[];
  delta: (number | string | TextDeletion)[];
}

export interface NodeUnset {
  op: 'node.unset';
  id: string;
  path: string[];
}

/** Versions `from_version`+1 to `to_version`, none missing. The sender gets it too: that is the answer. */
export interface Ops {
  from_version: number;
  to_version: number;
  batches: LoggedBatch[];
}

/** Somebody of the history; without name and colour where the account is gone. */
export interface PersonMark {
  id: string;
  name: string | null;
  color: string | null;
}

export type Ping = Record<string, never>;

export type Pong = Record<string, never>;

export interface Position {
  x: number;
  y: number;
}

/**
 * What one session shows of itself. Canvas coordinates; `level` is the container it looks into, None the film;
 * `asset` is the one of the library whose uses it has lit.
 */
export interface Presence {
  cursor?: Position | null;
  selection?: string[];
  level?: string | null;
  viewport?: Viewport | null;
  drag?: Drag | null;
  editing?: Editing | null;
  asset?: string | null;
}

/** Sessions that changed since the last tick, each whole. */
export interface PresenceFrame {
  sessions: PresenceOf[];
}

export interface PresenceLeft {
  session_id: string;
}

export interface PresenceOf {
  session_id: string;
  user_id: string;
  name: string;
  color: string;
  level: string | null;
  cursor: Position | null;
  selection: string[];
  viewport: Viewport | null;
  drag: Drag | null;
  editing: Editing | null;
  asset: string | null;
}

/**
 * One job that waits or runs. `position` from 1 over all projects, null where it cannot start yet.
 *
 * `starts` and `ends`: seconds from `QueuePage.at` on, give or take `error`; null where nothing can be foreseen, an
 * `error` of 0 where nothing tells by how much it is off.
 * `paused`: this job itself is held; `worker`: the one that makes it; `fault`: what the last try failed of.
 */
export interface QueueEntry {
  task_id: string;
  node_id: string;
  number: string;
  user_id: string;
  user_name: string;
  state: 'queued' | 'generating';
  priority: number;
  position: number | null;
  reason: WaitingReason | null;
  starts: number | null;
  ends: number | null;
  error: number;
  paused: boolean;
  backend: string;
  quality: string;
  worker: string | null;
  attempt: number;
  fault: string | null;
  queued_at: number;
}

/**
 * Jobs of one project in the order in which they will start, running ones first. `at`: seconds of the clock.
 *
 * `total`, `generating`, `waiting` and `people` are of the whole project; `found` jobs are of those asked for.
 */
export interface QueuePage {
  at: number;
  total: number;
  generating: number;
  waiting: number;
  found: number;
  pauses: QueuePause[];
  people: QueuePerson[];
  entries: QueueEntry[];
}

/** `user_id` null: the whole film is paused. */
export interface QueuePause {
  user_id: string | null;
  paused_by: string;
}

/** Somebody who has `count` jobs in the queue. */
export interface QueuePerson {
  user_id: string;
  user_name: string;
  count: number;
}

/**
 * What changed in a project's queue, at most about once a second: entries that are new or stand elsewhere, and
 * ids of those that are over. `more`: too much changed to tell it all; read the page again.
 */
export interface QueueUpdated {
  at: number;
  total: number;
  generating: number;
  waiting: number;
  pauses: QueuePause[];
  entries: QueueEntry[];
  gone: string[];
  more: boolean;
}

/** Takes back the sender's own last undo. */
export interface Redo {
  client_op_id: string;
}

export interface Rejected {
  client_op_id: string;
  code: string;
  detail: string;
}

/**
 * What processes use: `cores` busy of `of_cores`, on average of the last second or two; bytes of `memory` resident
 * of `of_memory`, what they share counted once, and of graphics memory, null where nobody can tell. What they may use
 * is their container's part of the machine.
 */
export interface Resources {
  cores: number;
  of_cores: number;
  memory: number;
  of_memory: number;
  vram: number | null;
}

/** What the newest draft would do to the canvas. `pending`: scenes that are not as they were; `counts` by fate. */
export interface RevisionPreview {
  draft_id: string;
  title: string;
  pending: number;
  counts: Record<string, number>;
  shots: Record<string, number>;
  scenes: SceneEntry[];
}

/**
 * One scene beside the new draft. `was`: its heading before; `rewritten`: its words are others, told in `lines`, of
 * which there are more where `cut`. Shots that stay, whose words changed, that lost theirs, that are to come.
 * `overwritten`: what somebody wrote and the draft changes as well.
 */
export interface SceneEntry {
  fate: 'kept' | 'changed' | 'moved' | 'omitted' | 'new';
  number: string;
  heading: string;
  was: string | null;
  node_id: string | null;
  rewritten: boolean;
  kept: number;
  changed: number;
  gone: number;
  new: number;
  overwritten: string[];
  lines: DiffLine[];
  cut: boolean;
}

/** `kind`: what the line is, empty between paragraphs. */
export interface ScriptLine {
  line: number;
  kind: string;
  text: string;
}

/** Lines of the draft on the canvas; `total` of them there are. `next`: the line to ask for next. */
export interface ScriptPage {
  draft_id: string;
  title: string;
  format: string;
  total: number;
  lines: ScriptLine[];
  next: number | null;
}

/** `done` of `total` scenes stand on the canvas. */
export interface ScriptProgress {
  node_id: string;
  done: number;
  total: number;
  step: string;
}

/** -2 (last) to 2 (first). */
export interface SetPriority {
  task_id: string;
  priority: number;
}

/** `has_take`: it has an active take, which becomes stale; `was_stale`: that was so before; `seconds` to make it. */
export interface ShotImpact {
  node_id: string;
  number: string;
  title: string;
  quality: string;
  has_take: boolean;
  was_stale: boolean;
  seconds: number;
}

/** What an undo left alone, as `name` wrote there since. `path` within the node is empty for its being or place. */
export interface Skipped {
  node_id: string | null;
  path: string[];
  user_id: string | null;
  name: string;
}

export interface Span {
  kind: 'same' | 'inserted' | 'deleted';
  text: string;
}

export interface StartGeneration {
  node_id: string;
}

export type SyncRequest = Record<string, never>;

/**
 * The whole job of a take. `seconds` of work, over all from `queued_at` on; `attempts`: how many a worker made.
 *
 * `registers`: what its node held then and a restore writes, `unset` what it held nothing in; `no_restore` and
 * `no_remake`: why that cannot be, empty where it can.
 */
export interface TakeDetail {
  take: TakeRecord;
  kind: string;
  backend: string;
  pipeline_id: string;
  pipeline_version: string;
  node_type_version: number;
  graph_version: number;
  parameters: TakeParameter[];
  inputs: TakeInput[];
  worker: string | null;
  attempts: number;
  seconds: number | null;
  queued_at: string;
  finished_at: string | null;
  registers: Record<string, any>;
  unset: string[];
  no_restore: string;
  no_remake: string;
}

/** What a wire brought: `title` of the socket, `name` of what came, `asset_version` as it was then. */
export interface TakeInput {
  socket: string;
  title: string;
  kind: string;
  name: string;
  node_id: string;
  asset_id: string | null;
  asset_version: number | null;
  weight: number;
}

/** One value of the job in words: of a file only that there is one. */
export interface TakeParameter {
  key: string;
  title: string;
  unit: string;
  value: any;
}

/**
 * `kind`: a clip, a picture or a sound; `mime` of its file. `duration` in seconds, `rate` in frames per second,
 * `width` and `height` in pixels, each 0 where there is none. Urls without any path of the server.
 *
 * `name` as in `SHOT-010_v01_take01`: a version is one setup of its node, `take` counts within it, `number` over all.
 * `identical_to`: the first take of the node with the very same file; `remake_of`: the take whose job was made again.
 */
export interface TakeRecord {
  id: string;
  node_id: string;
  number: number;
  kind: 'video' | 'image' | 'audio';
  mime: string;
  execution_id: string;
  asset_id: string;
  url: string;
  poster_url: string;
  duration: number;
  frames: number;
  rate: number;
  width: number;
  height: number;
  quality: string;
  seed: number;
  active: boolean;
  created_at: string;
  created_by: string;
  name: string;
  version: number;
  take: number;
  identical_to: string | null;
  remake_of: string | null;
}

/** `sides`: ids of takes, `now` for the node as it stands; `refusal`: why that makes nothing now, else empty. */
export interface TakesDifference {
  sides: string[];
  rows: DifferenceRow[];
  refusal: string;
}

/** All takes of one node, oldest first. */
export interface TakesUpdated {
  node_id: string;
  takes: TakeRecord[];
}

/** `error`: a sentence a person can act on. */
export interface TaskFailed {
  task_id: string;
  node_id: string;
  error: string;
}

/** `progress` 0 to 100, at most ten a second per task. */
export interface TaskProgress {
  task_id: string;
  node_id: string;
  progress: number;
  step: string;
}

/** Beside `server:task_progress`, at most once a second per task: what the job uses of its worker's machine. */
export interface TaskProgressMeta {
  resources: Resources;
}

/** `result`: output_url (short-lived, no path), take_id, asset_id, duration in seconds. */
export interface TaskSuccess {
  task_id: string;
  node_id: string;
  result: Record<string, any>;
}

/** `d`: the letters that go, or how many. */
export interface TextDeletion {
  d: number | string;
}

/** Takes back the sender's own last step, as far as nobody else wrote there since. */
export interface Undo {
  client_op_id: string;
}

/** To who undid or redid: `undone` of `of` changes, in batch `version`; `detail` says it in a sentence. */
export interface Undone {
  client_op_id: string;
  version: number;
  redo: boolean;
  undone: number;
  of: number;
  skipped: Skipped[];
  detail: string;
  can_undo: boolean;
  can_redo: boolean;
}

/** JSON-merge of `data` into the node's data; a null removes the key. */
export interface UpdateNodeData {
  node_id: string;
  data: Record<string, any>;
}

export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

/**
 * Why a job waits. `code`: paused, needs, retry, no_worker, backend, quality, vram, turn, next, starting.
 *
 * `name`: who paused, what is needed first, which backend or quality; `amount`: GB, or seconds until the retry;
 * `ahead` jobs are before it, `yours` of them its own person's. `detail` says it in words.
 */
export interface WaitingReason {
  code: string;
  detail: string;
  name: string;
  amount: number;
  ahead: number;
  yours: number;
}

/**
 * `vram` in GiB, `model` that it holds, `busy` of its `slots` at work, `joined_at` ISO 8601.
 *
 * `resources`: what it and its jobs use; null where it has not measured that yet.
 */
export interface WorkerRecord {
  name: string;
  backends: string[];
  qualities: string[];
  vram: number;
  model: string;
  slots: number;
  busy: number;
  joined_at: string;
  resources: Resources | null;
}

/**
 * One attempt at one job. `ended_at` null: it runs; `outcome`: success, error, cancelled, retry or lost.
 *
 * `peak`: the most of each that it used, measured once a second; null of what ended sooner.
 */
export interface WorkerRun {
  task_id: string;
  node_id: string;
  number: string;
  attempt: number;
  model: string;
  loaded: boolean;
  started_at: string;
  ended_at: string | null;
  outcome: string | null;
  peak: Resources | null;
}

/** What a worker did for this project in the last day, oldest first. */
export interface WorkerRuns {
  runs: WorkerRun[];
}

/** All workers that are connected, by name. */
export interface WorkersUpdated {
  workers: WorkerRecord[];
}

export type Operation =
  | EdgeAdd
  | EdgeRemove
  | EdgeRestore
  | EdgeSet
  | GraphSet
  | NodeAdd
  | NodeList
  | NodeMove
  | NodeRemove
  | NodeReparent
  | NodeRestore
  | NodeSet
  | NodeText
  | NodeUnset;

export interface ClientEvents {
  'client:update_node_data': UpdateNodeData;
  'client:start_generation': StartGeneration;
  'client:sync_request': SyncRequest;
  'client:ops': Batch;
  'client:undo': Undo;
  'client:redo': Redo;
  'client:cancel_generation': CancelGeneration;
  'client:set_priority': SetPriority;
  'client:presence': Presence;
  'client:ping': Ping;
}

export interface ServerEvents {
  'server:node_state_updated': NodeStateUpdated;
  'server:task_progress': TaskProgress;
  'server:task_success': TaskSuccess;
  'server:task_failed': TaskFailed;
  'server:full_sync': FullSync;
  'server:ops': Ops;
  'server:delta_sync': Ops;
  'server:rejected': Rejected;
  'server:undone': Undone;
  'server:conflict': ConflictNotice;
  'server:presence': PresenceFrame;
  'server:presence_left': PresenceLeft;
  'server:takes_updated': TakesUpdated;
  'server:queue_updated': QueueUpdated;
  'server:workers_updated': WorkersUpdated;
  'server:asset_updated': AssetUpdated;
  'server:asset_removed': AssetRemoved;
  'server:asset_folders_updated': AssetFoldersUpdated;
  'server:script_progress': ScriptProgress;
  'server:error': ErrorMessage;
  'server:pong': Pong;
}
