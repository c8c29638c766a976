"""Where the picture is made: scene buffer, output buffer, and the way from one to the other."""

from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray
from vispy import gloo
from vispy.gloo import gl

from mars7viz.scene.bloom import STRENGTH, Bloom
from mars7viz.scene.program import Program, flush, screen_quad, set_state
from mars7viz.scene.render_target import RenderTarget
from mars7viz.scene.tone import TONE_GLSL

UInt8 = NDArray[np.uint8]
UInt16 = NDArray[np.uint16]

_GL_RGB = 0x1907
DEPTHS = (8, 16)
_OUTPUT_FORMATS = {8: "rgba8", 16: "rgba16"}

_RESOLVE = (
    """
uniform sampler2D u_scene;
uniform vec2 u_texel;   // of the scene buffer
varying vec2 v_uv;
#ifdef BLOOM
uniform sampler2D u_halo;
#endif
"""
    + TONE_GLSL
    + """
void main() {
    vec3 sum = vec3(0.0);
#ifdef BLOOM
    vec3 halo = texture2D(u_halo, v_uv).rgb * BLOOM;
#else
    vec3 halo = vec3(0.0);
#endif
    for (int j = 0; j < SS; j++) {
        for (int i = 0; i < SS; i++) {
            vec2 offset = (vec2(float(i), float(j)) - 0.5 * float(SS - 1)) * u_texel;
            sum += tone(texture2D(u_scene, v_uv + offset).rgb + halo);
        }
    }
    vec3 color = srgb(sum * (1.0 / float(SS * SS)));
    // Half a step of fixed noise: haze and night sides have no bands, black stays black.
    float noise = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
    gl_FragColor = vec4(color + (noise - 0.5) * (0.96 / STEPS), 1.0);
}
"""
)

_COPY = """
uniform sampler2D u_image;
varying vec2 v_uv;
void main() {
    gl_FragColor = vec4(texture2D(u_image, v_uv).rgb, 1.0);
}
"""


class Framebuffers:
    """Scene buffer (half floats, 24-bit depth), and output buffer.

    Parameters
    ----------
    depth
        Bits a channel of the output, 8 or 16.

    Attributes
    ----------
    loss : str
        What this driver makes us do without; empty where nothing is lost.
    """

    def __init__(self, *, depth: int = 8) -> None:
        if depth not in DEPTHS:
            raise ValueError(f"{depth} bits a channel; allowed: 8 or 16")
        self.depth = depth
        self.loss = ""
        self._scene = RenderTarget("rgba16f", depth=True)
        self._output = RenderTarget(_OUTPUT_FORMATS[depth], depth=False)
        self._upside_down: UInt8 | UInt16 | None = None
        self._resolves: dict[tuple[int, bool], Program] = {}
        self._bloom = Bloom()
        self._copy = screen_quad("copy", _COPY)

    def begin_scene(self, width: int, height: int) -> None:
        """Bind and clear the scene buffer."""
        try:
            self._scene.bind(width, height)
        except RuntimeError:
            if self._scene.internalformat == "rgba8":
                raise
            self._scene.delete()
            self._scene = RenderTarget("rgba8", depth=True)
            self.loss = "no half-float framebuffer: highlights clip before the tone curve"
            self._scene.bind(width, height)
        set_state(blend=None, depth_test=True, depth_write=True)
        gloo.set_clear_color((0.0, 0.0, 0.0, 1.0))
        gloo.set_clear_depth(1.0)
        gloo.clear(color=True, depth=True)

    def resolve(self, width: int, height: int, supersample: int, *, bloom: bool) -> None:
        """Tone-map and downsample the scene into the output buffer, which stays bound."""
        self._scene.release()
        # Where the scene buffer cannot hold more than white there is nothing to spread.
        bloom = bloom and self._scene.internalformat == "rgba16f"
        halo = self._bloom.make(self._scene, width=width, height=height) if bloom else None
        self._output.bind(width, height)
        program = self._resolve_program(supersample, bloom=bloom)
        program["u_scene"] = self._scene.color
        program["u_texel"] = (1.0 / self._scene.size[0], 1.0 / self._scene.size[1])
        if halo is not None:
            program["u_halo"] = halo
        set_state(blend=None, depth_test=False, depth_write=False)
        program.draw("triangle_strip")

    def _resolve_program(self, supersample: int, *, bloom: bool) -> Program:
        key = (supersample, bloom)
        if key not in self._resolves:
            head = f"#define SS {supersample}\n#define STEPS {2**self.depth - 1}.0\n"
            if bloom:
                head += f"#define BLOOM {STRENGTH!r}\n"
            self._resolves[key] = screen_quad("resolve", head + _RESOLVE)
        return self._resolves[key]

    def end(self) -> None:
        """Unbind the output buffer."""
        self._output.release()
        flush()

    def read(self, out: UInt8 | None = None) -> UInt8:
        """Return the picture (h, w, 3) of 8 bits, top row first, in ``out`` if given."""
        width, height = self._picture_size(8)
        if out is None:
            out = np.empty((height, width, 3), dtype=np.uint8)
        elif out.shape != (height, width, 3) or out.dtype != np.uint8 or not out.flags.c_contiguous:
            raise ValueError(f"out must be a C-contiguous ({height}, {width}, 3) uint8 array")
        self._read_into(out)
        return out

    def read_16(self) -> UInt16:
        """Return the picture (h, w, 3) of 16 bits, top row first."""
        width, height = self._picture_size(16)
        out = np.empty((height, width, 3), dtype=np.uint16)
        self._read_into(out)
        return out

    def _picture_size(self, depth: int) -> tuple[int, int]:
        if depth != self.depth:
            raise RuntimeError(f"these pictures have {self.depth} bits a channel, not {depth}")
        if self._output.size[0] == 0:
            raise RuntimeError("nothing has been rendered yet")
        return self._output.size

    def _read_into(self, out: UInt8 | UInt16) -> None:
        self._output.bind(*self._output.size)
        if self._upside_down is None or self._upside_down.shape != out.shape:
            self._upside_down = np.empty_like(out)
        _read_pixels_rgb(self._upside_down)
        self._output.release()
        flush()
        # GL counts rows from the bottom. Copying rows takes a tenth of a flipping pass in software.
        out[:] = self._upside_down[::-1]

    def show(self, width: int, height: int) -> None:
        """Draw the picture over the bound framebuffer, the window's."""
        gloo.set_viewport(0, 0, width, height)
        self._copy["u_image"] = self._output.color
        set_state(blend=None, depth_test=False, depth_write=False)
        self._copy.draw("triangle_strip")

    def delete(self) -> None:
        """Free buffers and programs."""
        for target in (self._scene, self._output):
            target.delete()
        self._bloom.delete()
        for program in (*self._resolves.values(), self._copy):
            program.delete()


def _read_pixels_rgb(out: UInt8 | UInt16) -> None:
    # gloo.read_pixels allocates twice, 1.5 ms at 1080p against 0.6: this is the bare GL call.
    native = gl.gl2._get_gl_func(
        "glReadPixels", None, (ctypes.c_int,) * 4 + (ctypes.c_uint,) * 2 + (ctypes.c_void_p,)
    )
    gl.glPixelStorei(gl.GL_PACK_ALIGNMENT, 1)
    kind = gl.GL_UNSIGNED_BYTE if out.dtype == np.uint8 else gl.GL_UNSIGNED_SHORT
    height, width, _ = out.shape
    native(0, 0, width, height, _GL_RGB, kind, out.ctypes.data)
    gl.glPixelStorei(gl.GL_PACK_ALIGNMENT, 4)
    gl.check_error("glReadPixels")
