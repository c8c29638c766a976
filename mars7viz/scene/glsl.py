"""GLSL 1.20 shared by every program: projection of camera-relative km and logarithmic depth."""

from __future__ import annotations

import math

NEAR_KM = 1.0e-4
FAR_KM = 1.0e11
"""10 cm to 670 au: one range for every picture, so depth means the same in all of them."""

_SCALE = 1.0 / math.log2(FAR_KM / NEAR_KM)

VERTEX_COMMON = """
uniform vec4 u_projection;  // 2f/width, 2f/height, principal point in NDC
varying float v_depth_km;

vec4 project(vec3 camera_km) {
    float w = -camera_km.z;
    v_depth_km = w;
    // z stays 0: the fragment writes its own depth, so nothing is clipped at near or far.
    return vec4(u_projection.xy * camera_km.xy + u_projection.zw * w, 0.0, w);
}
"""

FRAGMENT_COMMON = f"""
varying float v_depth_km;

void write_depth(float depth_km) {{
    gl_FragDepth = clamp(log2(max(depth_km, {NEAR_KM!r}) / {NEAR_KM!r}) * {_SCALE!r}, 0.0, 1.0);
}}

void write_depth() {{ write_depth(v_depth_km); }}
"""
