"""GLSL of the stand-in craft: sunlight, planet-shine, shadows of its own large parts. No textures.

Shading is done in body axes and metres, where everything is small and near zero.
"""

from __future__ import annotations

from mars7viz.scene.glsl import FRAGMENT_COMMON, VERTEX_COMMON

VERTEX = (
    VERTEX_COMMON
    + """
uniform mat3 u_camera_from_body;
uniform vec3 u_offset_km;
attribute vec3 a_position_m;
attribute vec3 a_normal;
attribute vec2 a_grid;
attribute float a_material;
varying vec3 v_position_m;
varying vec3 v_normal;
varying vec2 v_grid;
varying float v_material;
void main() {
    v_position_m = a_position_m;
    v_normal = a_normal;
    v_grid = a_grid;
    v_material = a_material;
    gl_Position = project(u_offset_km + 0.001 * (u_camera_from_body * a_position_m));
}
"""
)

FRAGMENT = (
    FRAGMENT_COMMON
    + """
uniform vec3 u_eye_m;
uniform vec3 u_sun;            // unit, body axes
uniform float u_sunlight;      // scene color of a white sheet that faces the Sun
uniform vec3 u_planet;         // unit, body axes
uniform vec3 u_planetlight;    // the same for the planet's light
uniform float u_planet_spread; // sine of the planet's half-angle
uniform float u_fill;
uniform vec4 u_panel;          // half span, inner edge, lower and upper edge
uniform vec4 u_dish;           // radius, y, z; w: 1 where the bus is present
uniform vec3 u_shield;         // radius, z; z: 1 where the lander is present
uniform vec3 u_tank;           // radius, lower and upper end
varying vec3 v_position_m;
varying vec3 v_normal;
varying vec2 v_grid;
varying float v_material;

float hash(vec3 p) {
    p = fract(p * 0.3183099 + vec3(0.71, 0.113, 0.419));
    p *= 17.0;
    return fract(p.x * p.y * p.z * (p.x + p.y + p.z));
}

float wrinkles(vec3 p) {
    vec3 i = floor(p);
    vec3 f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    vec2 o = vec2(0.0, 1.0);
    return mix(
        mix(mix(hash(i), hash(i + o.yxx), f.x), mix(hash(i + o.xyx), hash(i + o.yyx), f.x), f.y),
        mix(mix(hash(i + o.xxy), hash(i + o.yxy), f.x),
            mix(hash(i + o.xyy), hash(i + 1.0), f.x), f.y),
        f.z);
}

// Sums of bent waves: far cheaper than noise, and as crumpled to the eye.
vec3 crumpled(vec3 n, vec3 p, float strength) {
    vec3 q = 13.0 * p;
    vec3 slope = sin(q.yzx * 1.7 + 2.1 * sin(q.zxy * 1.1));
    q = 2.9 * q.zxy + 1.3;
    slope += 0.5 * sin(q.yzx * 1.3 + 1.9 * sin(q.zxy));
    slope -= n * dot(n, slope);
    return normalize(n - strength * slope);
}

// How far along the ray a plane across an axis lies; negative where it is behind.
float reach(float from, float along, float plane) {
    return abs(along) < 1e-5 ? -1.0 : (plane - from) / along;
}

float sun_reaches(vec3 p, vec3 l) {
    const float away = 0.06;
    if (u_shield.z > 0.5) {
        float t = reach(p.z, l.z, u_shield.y);
        vec2 at = p.xy + t * l.xy;
        if (t > away && dot(at, at) < u_shield.x * u_shield.x) return 0.0;
    }
    if (u_dish.w > 0.5) {
        float t = reach(p.y, l.y, u_dish.y);
        vec2 at = p.xz + t * l.xz - vec2(0.0, u_dish.z);
        if (t > away && dot(at, at) < u_dish.x * u_dish.x) return 0.0;
        t = reach(p.y, l.y, 0.0);
        at = p.xz + t * l.xz;
        if (t > away && abs(at.x) < u_panel.x && abs(at.x) > u_panel.y
            && at.y > u_panel.z && at.y < u_panel.w) return 0.0;
        // The tank: a ray that comes within its radius of the z axis, between its ends.
        float a = dot(l.xy, l.xy);
        float b = dot(p.xy, l.xy);
        float c = dot(p.xy, p.xy) - u_tank.x * u_tank.x;
        float d = b * b - a * c;
        if (c > 0.02 && b < 0.0 && d > 0.0) {
            t = (-b - sqrt(d)) / a;
            float z = p.z + t * l.z;
            if (z > u_tank.y && z < u_tank.z) return 0.0;
        }
    }
    return 1.0;
}

// Light that the surface sends to the eye for light of one unit from ``l``.
vec3 sent(vec3 n, vec3 l, vec3 v, vec3 albedo, float shine, float gloss) {
    float lit = max(dot(n, l), 0.0);
    vec3 h = normalize(l + v);
    float fresnel = shine + (1.0 - shine) * pow(1.0 - max(dot(h, v), 0.0), 5.0);
    float glint = (gloss + 2.0) * 0.125 * pow(max(dot(n, h), 0.0), gloss);
    return lit * (albedo * (1.0 - shine) + vec3(min(fresnel * glint, 12.0)));
}

void main() {
    vec3 v = normalize(u_eye_m - v_position_m);
    vec3 n = normalize(v_normal);
    vec3 albedo = vec3(0.05);
    float shine = 0.04;
    float gloss = 20.0;
    int material = int(v_material + 0.5);
    if (material == 0) {
        albedo = vec3(0.60, 0.60, 0.565);
        n = crumpled(n, v_position_m, 0.028);
        shine = 0.06;
        gloss = 28.0;
    } else if (material == 1) {
        albedo = vec3(0.30, 0.305, 0.31);
        shine = 0.22;
        gloss = 60.0;
    } else if (material == 2) {
        albedo = vec3(0.010, 0.020, 0.075);
        // Gaps between cells, and a stripe along the middle of each, as wide as the grid allows.
        vec2 width = fwidth(v_grid);
        vec2 gap = abs(fract(v_grid + 0.5) - 0.5);
        vec2 line = 1.0 - smoothstep(vec2(0.025), vec2(0.025) + 1.5 * width, gap);
        float seen = 1.0 - smoothstep(0.25, 0.6, max(width.x, width.y));
        albedo = mix(albedo, vec3(0.20, 0.21, 0.22), max(line.x, line.y) * seen);
        albedo *= 0.86 + 0.28 * hash(vec3(floor(v_grid), 3.0)) * seen;
        shine = 0.05;
        gloss = 160.0;
    } else if (material == 3) {
        albedo = vec3(0.72, 0.72, 0.70);
        vec2 r = v_position_m.xz - vec2(0.0, u_dish.z);
        if (u_dish.w > 0.5 && v_position_m.y > u_dish.y - 0.1 && dot(r, r) <= u_dish.x * u_dish.x) {
            // Seams between the petals of the reflector.
            float turn = atan(r.y, r.x) * 3.8197186;
            float off = abs(fract(turn) - 0.5) / 3.8197186 * length(r);
            albedo *= 1.0 - 0.25 * (1.0 - smoothstep(0.004, 0.004 + 1.5 * fwidth(length(r)), off));
        }
    } else if (material == 4) {
        float grain = wrinkles(v_position_m * 22.0);
        albedo = vec3(0.235, 0.135, 0.070) * (0.78 + 0.44 * grain);
        shine = 0.03;
        gloss = 10.0;
    } else if (material == 5) {
        albedo = vec3(0.66, 0.63, 0.57);
        n = crumpled(n, v_position_m * 1.7, 0.012);
    }
    vec3 light = u_sunlight * sent(n, u_sun, v, albedo, shine, gloss)
        * (dot(n, u_sun) > 0.0 ? sun_reaches(v_position_m, u_sun) : 0.0);
    float facing = max((dot(n, u_planet) + u_planet_spread) / (1.0 + u_planet_spread), 0.0);
    light += u_planetlight * facing * albedo;
    // What the craft's own lit parts send back into its shadows, and the fill light if asked for.
    light += u_sunlight * albedo * (0.012 + u_fill) * (0.75 + 0.25 * n.z);
    write_depth();
    gl_FragColor = vec4(light, 1.0);
}
"""
)
