import ApiNode from '#lib/nodes/ApiNode.svelte';
import AssemblerNode from '#lib/nodes/AssemblerNode.svelte';
import AssetNode from '#lib/nodes/AssetNode.svelte';
import AudioNode from '#lib/nodes/AudioNode.svelte';
import CameraNode from '#lib/nodes/CameraNode.svelte';
import CompositeNode from '#lib/nodes/CompositeNode.svelte';
import ConstantNode from '#lib/nodes/ConstantNode.svelte';
import ConvertNode from '#lib/nodes/ConvertNode.svelte';
import FrameNode from '#lib/nodes/FrameNode.svelte';
import GenericNode from '#lib/nodes/GenericNode.svelte';
import ImportNode from '#lib/nodes/ImportNode.svelte';
import MetadataNode from '#lib/nodes/MetadataNode.svelte';
import NoteNode from '#lib/nodes/NoteNode.svelte';
import PipelineNode from '#lib/nodes/PipelineNode.svelte';
import RerouteNode from '#lib/nodes/RerouteNode.svelte';
import SceneGroupNode from '#lib/nodes/SceneGroupNode.svelte';
import ScriptNode from '#lib/nodes/ScriptNode.svelte';
import ShotNode from '#lib/nodes/ShotNode.svelte';
import TransitionNode from '#lib/nodes/TransitionNode.svelte';
import WorkflowNode from '#lib/nodes/WorkflowNode.svelte';
import BoundaryIn from '../levels/BoundaryIn.svelte';
import BoundaryOut from '../levels/BoundaryOut.svelte';
import Wire from '../wires/Wire.svelte';

/** The component of each card, by the name that the catalogue gives. */
export const nodeTypes = /** @type {import('@xyflow/svelte').NodeTypes} */ (
  /** @type {any} */ ({
    ApiNode,
    AssemblerNode,
    AssetNode,
    AudioNode,
    CameraNode,
    CompositeNode,
    ConstantNode,
    ConvertNode,
    FrameNode,
    GenericNode,
    ImportNode,
    MetadataNode,
    NoteNode,
    PipelineNode,
    RerouteNode,
    SceneGroupNode,
    ScriptNode,
    ShotNode,
    TransitionNode,
    WorkflowNode,
    BoundaryIn,
    BoundaryOut
  })
);

export const edgeTypes = /** @type {import('@xyflow/svelte').EdgeTypes} */ ({ wire: Wire });
