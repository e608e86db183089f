import type { CustomLayerInterface, CustomRenderMethodInput, Map as GlMap } from 'maplibre-gl';
import { dotLooks, type DotLook } from './device-layers.js';
import type { DotPicture, Reach } from './dot-picture.js';
import { LOOKS, NOWHERE, stepX, stepY, WORLD, type Dots } from './dots.js';
import type { Look } from './layer-parts.js';

/**
 * Positions are taken from the middle of the picture while they are whole numbers: what is near it is exact at any zoom. All that
 * is the same for a whole dot is worked out once for it: without a graphics card each pixel pays for what stands in FRAGMENT.
 */
const VERTEX = `#version 300 es
uniform ivec2 u_middle;
uniform vec4 u_origin, u_x, u_y;
uniform vec2 u_sizes[${LOOKS.length}];
uniform vec3 u_fills[${LOOKS.length}], u_edges[${LOOKS.length}];
uniform float u_ratio;
layout(location = 0) in ivec2 a_at;
layout(location = 1) in uint a_look;
flat out vec3 v_size, v_fill, v_edge;
void main() {
  vec2 from = vec2(a_at - u_middle);
  vec2 size = u_sizes[a_look] * u_ratio;
  gl_Position = a_at.x == int(0x80000000u) ? vec4(2.0, 2.0, 0.0, 1.0) : u_origin + u_x * from.x + u_y * from.y;
  gl_PointSize = ceil((size.x + size.y) * 2.0) + 1.0;
  v_size = vec3(size.x + 0.5, size.x + size.y + 0.5, gl_PointSize);
  v_fill = u_fills[a_look];
  v_edge = size.y > 0.0 ? u_edges[a_look] : v_fill;
}`;

const FRAGMENT = `#version 300 es
precision highp float;
flat in vec3 v_size, v_fill, v_edge;
out vec4 colour;
void main() {
  float away = length(gl_PointCoord - 0.5) * v_size.z;
  float inside = clamp(v_size.x - away, 0.0, 1.0);
  float within = clamp(v_size.y - away, 0.0, 1.0);
  colour = vec4(mix(v_edge, v_fill, inside), 1.0) * within;
}`;

/** Fewer than these are drawn as quickly as a picture of them. */
const MANY = 5000;
/** What draws the picture could not be fetched: so many ms later it is asked for again. */
const AGAIN_MS = 30_000;

/** What GL keeps of it while the layer is on a map. */
interface Made {
  readonly program: WebGLProgram;
  readonly vao: WebGLVertexArrayObject;
  readonly at: WebGLBuffer;
  readonly looks: WebGLBuffer;
  readonly alarms: WebGLBuffer;
  /** Bytes of looks that the buffers have room for. */
  room: number;
}

/**
 * Dots by the hundred thousand in one layer of MapLibre's: two typed arrays, of which only what changed is handed over. Those in
 * alarm are drawn once more over the others, so that no crowd hides one. What draws a picture of them is fetched when a frame is first
 * hurried; until it is there each is drawn by itself.
 */
export function createDotLayer(
  id: string,
  options: {
    readonly dots: Dots;
    readonly look: Look;
    /** Whether the frame is one of a moving camera where each of them costs dear. */
    readonly hurried: () => boolean;
    readonly fetch?: () => Promise<Pick<typeof import('./dot-picture.js'), 'createDotPicture'>>;
  },
): CustomLayerInterface {
  const { dots, look, hurried, fetch = () => import('./dot-picture.js') } = options;
  let picture: DotPicture | undefined;
  let asked = -Infinity;
  let map: GlMap | undefined;
  let made: Made | undefined;
  /** What the picture is to show in this frame; without it each dot is drawn. */
  let view: Reach | undefined;

  function fetchPicture(): void {
    if (performance.now() - asked < AGAIN_MS) return;
    asked = performance.now();
    void fetch().then(
      ({ createDotPicture }) => {
        picture ??= createDotPicture(programOf);
      },
      () => undefined,
    );
  }

  return {
    id,
    type: 'custom',
    onAdd(on, gl) {
      map = on;
      made = make(gl);
    },
    onRemove(_, gl) {
      if (made) for (const buffer of [made.at, made.looks, made.alarms]) gl.deleteBuffer(buffer);
      if (made) gl.deleteVertexArray(made.vao);
      if (made) gl.deleteProgram(made.program);
      picture?.drop(gl);
      made = map = undefined;
    },
    prerender(gl, frame) {
      view = undefined;
      if (!map || !made || dots.size === 0) return;
      const { urgent } = dots;
      gl.bindVertexArray(made.vao);
      const changed = upload(gl, made, dots);
      gl.useProgram(made.program);
      dress(gl, made.program, dotLooks(look, map.getZoom()), map.getPixelRatio());
      if (hurried() && dots.size > MANY) {
        if (picture) view = picture.reach(frame);
        else fetchPicture();
      }
      if (view && picture?.holds(view, { changed, urgent }) === false) {
        const { program } = made;
        const on = map;
        picture.take(gl, view, (room) => {
          aim(gl, program, { map: on, frame, room });
          gl.drawArrays(gl.POINTS, 0, dots.size);
        });
      }
      gl.bindVertexArray(null);
    },
    render(gl, frame) {
      if (!map || !made || dots.size === 0) return;
      if (view) picture?.show(gl, view);
      gl.bindVertexArray(made.vao);
      gl.useProgram(made.program);
      aim(gl, made.program, { map, frame, room: 1 });
      if (!view) gl.drawArrays(gl.POINTS, 0, dots.size);
      gl.drawElements(gl.POINTS, dots.alarms.size, gl.UNSIGNED_INT, 0);
      gl.bindVertexArray(null);
    },
  };
}

function programOf(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, text] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(`dots cannot be drawn: ${gl.getProgramInfoLog(program)}`);
  return program;
}

function make(gl: WebGL2RenderingContext): Made {
  const made = {
    program: programOf(gl, VERTEX, FRAGMENT),
    vao: gl.createVertexArray(),
    at: gl.createBuffer(),
    looks: gl.createBuffer(),
    alarms: gl.createBuffer(),
    room: 0,
  };
  gl.bindVertexArray(made.vao);
  gl.bindBuffer(gl.ARRAY_BUFFER, made.at);
  gl.enableVertexAttribArray(0);
  gl.vertexAttribIPointer(0, 2, gl.INT, 0, 0);
  gl.bindBuffer(gl.ARRAY_BUFFER, made.looks);
  gl.enableVertexAttribArray(1);
  gl.vertexAttribIPointer(1, 1, gl.UNSIGNED_BYTE, 0, 0);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, made.alarms);
  gl.bindVertexArray(null);
  return made;
}

/** Hands over what changed, or all where the arrays have grown or GL knows nothing yet; tells whether anything did. */
function upload(gl: WebGL2RenderingContext, made: Made, dots: Dots): boolean {
  const { at, looks } = dots;
  const changed = dots.takeChanged();
  if (made.room === looks.length && !changed) return false;
  const anew = made.room !== looks.length;
  made.room = looks.length;
  for (const [buffer, array, each] of [
    [made.at, at, 2],
    [made.looks, looks, 1],
  ] as const) {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    if (anew) gl.bufferData(gl.ARRAY_BUFFER, array, gl.DYNAMIC_DRAW);
    else if (changed && changed.to > changed.from) {
      const [first, length] = [changed.from * each, (changed.to - changed.from) * each];
      gl.bufferSubData(gl.ARRAY_BUFFER, first * array.BYTES_PER_ELEMENT, array, first, length);
    }
  }
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, Uint32Array.from(dots.alarms), gl.DYNAMIC_DRAW);
  return true;
}

/** Where the camera is; with more room than it sees all is drawn as much smaller. */
function aim(
  gl: WebGL2RenderingContext,
  program: WebGLProgram,
  { map, frame, room }: { readonly map: GlMap; readonly frame: CustomRenderMethodInput; readonly room: number },
): void {
  const matrix = [...frame.defaultProjectionData.mainMatrix].map((each, i) => (i % 4 < 2 ? each / room : each));
  const { lng, lat } = map.getCenter();
  const middle = [stepX(lng), stepY(lat)] as const;
  const at = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(program, name);
  const column = (n: number, by: number): number[] => [0, 1, 2, 3].map((row) => matrix[4 * n + row]! * by);
  const [x, y] = middle.map((each) => (each - NOWHERE) / WORLD) as [number, number];
  const origin = [0, 1, 2, 3].map((row) => matrix[row]! * x + matrix[4 + row]! * y + matrix[12 + row]!);
  gl.uniform2i(at('u_middle'), ...middle);
  gl.uniform4fv(at('u_origin'), origin);
  gl.uniform4fv(at('u_x'), column(0, 1 / WORLD));
  gl.uniform4fv(at('u_y'), column(1, 1 / WORLD));
}

/** How dots of each look are drawn now. */
function dress(gl: WebGL2RenderingContext, program: WebGLProgram, looks: readonly DotLook[], ratio: number): void {
  const parts = (of: (look: DotLook) => readonly number[]): number[] => looks.flatMap((each) => [...of(each)]);
  const at = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(program, name);
  gl.uniform1f(at('u_ratio'), ratio);
  gl.uniform2fv(
    at('u_sizes'),
    parts(({ radius, edge }) => [radius, edge]),
  );
  gl.uniform3fv(
    at('u_fills'),
    parts(({ fill }) => rgb(fill)),
  );
  gl.uniform3fv(
    at('u_edges'),
    parts(({ stroke }) => rgb(stroke)),
  );
}

/** The parts of `#rrggbb` or `rgba(…)`, 0 to 1, without how much shines through. */
function rgb(colour: string): number[] {
  const parts = colour.startsWith('#')
    ? [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
    : (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  return parts.map((part) => part / 255);
}
