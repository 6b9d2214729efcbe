import AssetNode from '#lib/nodes/AssetNode.svelte';
import GenericNode from '#lib/nodes/GenericNode.svelte';
import PipelineNode from '#lib/nodes/PipelineNode.svelte';
import SceneGroupNode from '#lib/nodes/SceneGroupNode.svelte';
import ScriptNode from '#lib/nodes/ScriptNode.svelte';
import ShotNode from '#lib/nodes/ShotNode.svelte';
import BoundaryIn from '../levels/BoundaryIn.svelte';
import BoundaryOut from '../levels/BoundaryOut.svelte';
import Wire from '../wires/Wire.svelte';

/** The component of each card, by the name that the catalogue gives. */
export const nodeTypes = /** @type {import('@xyflow/svelte').NodeTypes} */ (
  /** @type {any} */ ({ ShotNode, AssetNode, SceneGroupNode, PipelineNode, ScriptNode, GenericNode, BoundaryIn, BoundaryOut })
);

export const edgeTypes = /** @type {import('@xyflow/svelte').EdgeTypes} */ ({ wire: Wire });
