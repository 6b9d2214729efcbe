/**
 * The doors of the library, a project's or the team's.
 *
 * @import { AssetFolder, AssetRecord } from '#lib/protocol/schema.js'
 *
 * @typedef {{ name?: string, data?: Record<string, any>, tags?: string[], folder_id?: string | null, archived?: boolean, reference_ids?: string[], expected_version?: number, then?: 'stale' | 'regenerate' | 'pin' }} AssetChange what is left out stays
 * @typedef {{ node_id: string, number: string, title: string, quality: string, has_take: boolean, was_stale: boolean, seconds: number }} ShotImpact
 * @typedef {{ asset_id: string, version: number, shots: ShotImpact[], stale: number, seconds: number }} AssetImpact
 * @typedef {{ shots: number, scenes: number, takes: number, seconds: number }} AssetUsage
 * @typedef {{ asset_id: string, version: number, films: (Pick<AssetImpact, 'shots' | 'stale' | 'seconds'> & { project_id: string, name: string })[], stale: number, seconds: number, elsewhere: number }} TeamImpact `elsewhere`: in how many films that one does not see takes become stale
 * @typedef {AssetUsage & { films: (AssetUsage & { project_id: string, name: string })[], elsewhere: number }} TeamUsage `elsewhere`: how many films use it that one does not see
 * @typedef {{ kind: string, name: string, data?: Record<string, any>, tags?: string[], folder_id?: string | null }} NewAsset
 * @typedef {{ version: number, name: string, data: Record<string, any>, reference_ids: string[], user: { id: string, name: string | null, color: string | null } | null, created_at: string }} AssetVersion
 */

/** @param {(method: string, path: string, body?: object) => Promise<any>} call */
export function libraryDoors(call) {
  /** @param {string | null} scope a project's id; null: the team */
  const room = (scope) => (scope === null ? '/api/v1/library' : `/api/v1/projects/${encodeURIComponent(scope)}`);
  const asset = (/** @type {string | null} */ scope, /** @type {string} */ id) => `${room(scope)}/assets/${encodeURIComponent(id)}`;
  const folder = (/** @type {string | null} */ scope, /** @type {string} */ id) => `${room(scope)}/asset-folders/${encodeURIComponent(id)}`;

  return {
    /** @type {(scope: string | null) => Promise<AssetRecord[]>} */
    assets: (scope) => call('GET', `${room(scope)}/assets`),
    /** @type {(scope: string | null, made: NewAsset) => Promise<AssetRecord>} */
    newAsset: (scope, made) => call('POST', `${room(scope)}/assets`, made),
    /** @type {(scope: string | null, id: string, change: AssetChange) => Promise<AssetRecord>} */
    changeAsset: (scope, id, change) => call('PATCH', asset(scope, id), change),
    /** Newest first. @type {(scope: string | null, id: string) => Promise<AssetVersion[]>} */
    assetVersions: (scope, id) => call('GET', `${asset(scope, id)}/versions`),
    /** @type {(scope: string | null, id: string, version: number) => Promise<AssetRecord>} */
    restoreAsset: (scope, id, version) => call('POST', `${asset(scope, id)}/versions/${version}/restore`),
    /** What a change would make stale in the film. @type {(project: string, id: string, proposal: Pick<AssetChange, 'name' | 'data' | 'reference_ids'>) => Promise<AssetImpact>} */
    assetImpact: (project, id, proposal) => call('POST', `${asset(project, id)}/impact`, proposal),
    /** @type {(project: string, id: string) => Promise<AssetUsage>} */
    assetUsage: (project, id) => call('GET', `${asset(project, id)}/usage`),
    /** The same of an asset of the team, by film. @type {(id: string, proposal: Pick<AssetChange, 'name' | 'data' | 'reference_ids'>) => Promise<TeamImpact>} */
    teamImpact: (id, proposal) => call('POST', `${asset(null, id)}/impact`, proposal),
    /** @type {(id: string) => Promise<TeamUsage>} */
    teamUsage: (id) => call('GET', `${asset(null, id)}/usage`),
    /** From now on the team's. @type {(scope: string, id: string) => Promise<AssetRecord>} */
    shareAsset: (scope, id) => call('POST', `${asset(scope, id)}/share`),
    /** For the project alone. @type {(scope: string, id: string) => Promise<AssetRecord>} */
    copyAsset: (scope, id) => call('POST', `${asset(scope, id)}/copy`),
    /** @type {(scope: string | null) => Promise<AssetFolder[]>} */
    folders: (scope) => call('GET', `${room(scope)}/asset-folders`),
    /** @type {(scope: string | null, name: string, parent_id: string | null) => Promise<AssetFolder>} */
    newFolder: (scope, name, parent_id) => call('POST', `${room(scope)}/asset-folders`, { name, parent_id }),
    /** @type {(scope: string | null, id: string, change: { name?: string, parent_id?: string | null }) => Promise<AssetFolder>} */
    changeFolder: (scope, id, change) => call('PATCH', folder(scope, id), change),
    /** What is in it moves to where it stood. @type {(scope: string | null, id: string) => Promise<void>} */
    removeFolder: (scope, id) => call('DELETE', folder(scope, id))
  };
}
