import type { CustomRenderMethodInput } from 'maplibre-gl';

/** What a picture of dots shows: a box of the world around the middle, and how far the view reaches from there. 0 to 1 is the world. */
export interface Reach {
  readonly x: number;
  readonly y: number;
  readonly halfX: number;
  readonly halfY: number;
}

/** As many times the view, so that a camera on its way finds the dots of where it goes. */
const ROOM = 1.5;
/** Changes that put nothing into alarm or out of it are in the picture within so many ms. */
const AGE_MS = 250;
/** Dots in the picture look so many times smaller or larger at most. */
const SHRUNK = 0.7;
const GROWN = 1.4;

const VERTEX = `#version 300 es
uniform vec4 u_box;
out vec2 v_at;
void main() {
  v_at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = vec4(mix(u_box.xy, u_box.zw, v_at), 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
uniform sampler2D u_picture;
in vec2 v_at;
out vec4 colour;
void main() { colour = texture(u_picture, v_at); }`;

/** Dots drawn once and shown for many frames: without a graphics card a hundred thousand points cost more than the whole map. */
export interface DotPicture {
  /** What the camera sees, where it looks straight down with north above. */
  reach(frame: CustomRenderMethodInput): Reach | undefined;
  /** Whether it holds what the view needs. */
  holds(view: Reach, state: { readonly changed: boolean; readonly urgent: boolean }): boolean;
  /** Takes what `draw` draws into it, `room` times the view. */
  take(gl: WebGL2RenderingContext, view: Reach, draw: (room: number) => void): void;
  show(gl: WebGL2RenderingContext, view: Reach): void;
  drop(gl: WebGL2RenderingContext): void;
}

interface Made {
  readonly program: WebGLProgram;
  readonly texture: WebGLTexture;
  readonly frame: WebGLFramebuffer;
}

export function createDotPicture(
  program: (gl: WebGL2RenderingContext, vertex: string, fragment: string) => WebGLProgram,
): DotPicture {
  let made: Made | undefined;
  let taken: { readonly of: Reach; readonly at: number; readonly wide: number; readonly high: number } | undefined;
  /** Something has changed since it was taken. */
  let old = false;
  return {
    reach({ defaultProjectionData: { mainMatrix: m } }) {
      if (m[1] !== 0 || m[4] !== 0 || m[3] !== 0 || m[7] !== 0) return undefined;
      const [halfX, halfY] = [m[15] / m[0], -m[15] / m[5]];
      return { halfX, halfY, x: -m[12] / m[0], y: -m[13] / m[5] };
    },
    holds(view, { changed, urgent }) {
      old ||= changed;
      if (!taken || urgent || (old && performance.now() - taken.at > AGE_MS)) return false;
      const { of } = taken;
      const scale = of.halfX / ROOM / view.halfX;
      return (
        scale > SHRUNK &&
        scale < GROWN &&
        Math.abs(view.x - of.x) + view.halfX <= of.halfX &&
        Math.abs(view.y - of.y) + view.halfY <= of.halfY
      );
    },
    take(gl, view, draw) {
      made ??= make(gl, program(gl, VERTEX, FRAGMENT));
      const [wide, high] = [gl.drawingBufferWidth * ROOM, gl.drawingBufferHeight * ROOM].map(Math.ceil) as [
        number,
        number,
      ];
      gl.bindTexture(gl.TEXTURE_2D, made.texture);
      if (taken?.wide !== wide || taken.high !== high)
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, wide, high, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
      gl.bindTexture(gl.TEXTURE_2D, null);
      gl.bindFramebuffer(gl.FRAMEBUFFER, made.frame);
      gl.viewport(0, 0, wide, high);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
      draw(ROOM);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
      taken = {
        of: { ...view, halfX: view.halfX * ROOM, halfY: view.halfY * ROOM },
        at: performance.now(),
        wide,
        high,
      };
      old = false;
    },
    show(gl, view) {
      if (!made || !taken) return;
      const { of } = taken;
      // y grows to the south in the world, and to the north on the screen.
      const [x, y] = [(of.x - view.x) / view.halfX, (view.y - of.y) / view.halfY];
      const [w, h] = [of.halfX / view.halfX, of.halfY / view.halfY];
      gl.useProgram(made.program);
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, made.texture);
      gl.uniform4f(gl.getUniformLocation(made.program, 'u_box'), x - w, y - h, x + w, y + h);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
      gl.bindTexture(gl.TEXTURE_2D, null);
    },
    drop(gl) {
      if (made) {
        gl.deleteFramebuffer(made.frame);
        gl.deleteTexture(made.texture);
        gl.deleteProgram(made.program);
      }
      made = taken = undefined;
    },
  };
}

function make(gl: WebGL2RenderingContext, program: WebGLProgram): Made {
  const [texture, frame] = [gl.createTexture(), gl.createFramebuffer()];
  gl.bindTexture(gl.TEXTURE_2D, texture);
  for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
    gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
  for (const edge of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, edge, gl.CLAMP_TO_EDGE);
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  return { program, texture, frame };
}
