import { Background, Controls, Handle, MiniMap, Position, ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { memo } from 'react';
import * as graph from './graph.js';

const QUALITIES = ['Low', 'Standard', 'High'];
const place = (each) => ({ top: 50 + each * 34 });

const Card = memo(({ data }) => (
  <div className="bench-card">
    <div className="head">
      <svg viewBox="0 0 16 16"><rect x="2" y="4" width="12" height="9" /><path d="M2 4 L6 1" /></svg>
      <b>{data.title}</b>
      <span>{data.number}</span>
    </div>
    <div className="picture">
      <svg viewBox="0 0 300 168"><rect width="300" height="168" /><circle cx="150" cy="80" r="40" /></svg>
      <i>Nothing rendered yet</i>
    </div>
    <textarea className="nodrag" defaultValue={data.prompt} />
    <div className="tags">
      {data.people.map((person, index) => (
        <span key={index}><svg viewBox="0 0 8 8"><circle cx="4" cy="4" r="3" /></svg>{person}</span>
      ))}
    </div>
    <div className="tiers">
      {QUALITIES.map((quality, index) => (
        <button key={quality} className={index === data.quality ? 'on' : ''}><i /><i /><i />{quality}</button>
      ))}
    </div>
    <div className="row">
      <label>Seed <input className="nodrag" defaultValue="1234" /></label>
      <label>Motion <input className="nodrag" type="range" /></label>
    </div>
    <div className="row"><button className="generate">Generate</button><span>4.0 s</span><span>96 f</span></div>
    {[0, 1, 2, 3, 4, 5, 6].map((each) => (
      <Handle key={each} id={each ? `in${each}` : undefined} type="target" position={Position.Left} style={place(each)} />
    ))}
    {[0, 1, 2].map((each) => (
      <Handle key={each} id={each ? `out${each}` : undefined} type="source" position={Position.Right} style={place(each)} />
    ))}
  </div>
));

const nodeTypes = { card: Card };

export const Canvas = () => (
  <div className="canvas">
    <ReactFlow
      defaultNodes={graph.nodes}
      defaultEdges={graph.edges}
      nodeTypes={nodeTypes}
      defaultViewport={graph.view}
      minZoom={0.05}
      onlyRenderVisibleElements={graph.visibleOnly}
    >
      <Background />
      <Controls />
      <MiniMap />
    </ReactFlow>
  </div>
);
