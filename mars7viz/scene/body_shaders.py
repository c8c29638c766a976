"""GLSL of the bodies: one vertex shader, one fragment shader with a part for each kind of surface.

The fragment names its ray by ``q`` (see :mod:`mars7viz.scene.ellipsoid`), D is the eye's distance
in semi-axes and k = (D^2 - 1) / D^2. Then with s = sqrt(1 - k q^2) the ray meets the body at
``u q - (1 + s D) / (D + s) n``, u = k D / (D + s): no difference of large numbers anywhere.
"""

from __future__ import annotations

from mars7viz.scene.glsl import FRAGMENT_COMMON

VERTEX = """
uniform vec4 u_rect;   // center and half size, NDC
uniform mat3 u_ray;
attribute vec2 a_corner;
varying vec3 v_ray;
varying float v_depth_km;  // unused: the fragment computes its own

void main() {
    v_ray = u_ray * vec3(a_corner, 1.0);
    v_depth_km = 1.0;
    gl_Position = vec4(u_rect.xy + a_corner * u_rect.zw, 0.0, 1.0);
}
"""

_HEAD = """
uniform float u_eye;        // D
uniform float u_grazing;    // k
uniform mat3 u_basis;       // plane axes and line of sight, body-fixed
uniform vec3 u_depth;
uniform vec3 u_axes;        // semi-axes / mean semi-axis
uniform vec3 u_sun;         // unit direction to the Sun, body-fixed
uniform vec3 u_light;       // scene color of a white sheet facing the Sun here
uniform float u_ambient;
uniform float u_left_edge;  // turns, longitude of the map's left edge
uniform vec3 u_map_axes;    // what turns a unit-sphere point into the direction the map is drawn in
varying vec3 v_ray;

vec3 decode(vec3 c) { return c * (c * (c * 0.305306011 + 0.682171111) + 0.012522878); }

// Longitude and latitude on a map; whichever branch of the longitude is continuous here.
vec2 map_uv(vec3 x) {
    vec3 d = x * u_map_axes;
    float turn = atan(d.y, d.x) * 0.15915494 - u_left_edge;
    float here = fract(turn);
    float there = fract(turn + 0.5) - 0.5;
    float u = fwidth(here) <= fwidth(there) + 1e-5 ? here : there;
    return vec2(u, 0.5 - atan(d.z, length(d.xy)) * 0.31830989);
}
"""

# What other bodies leave of the Sun at a place: compiled in only while one stands before it.
_ECLIPSE = """
#ifdef CASTERS
uniform vec2 u_sun_disc;   // tangent of the Sun's angular radius; mean semi-axes / its distance
uniform vec4 u_first_caster;    // body-fixed place and radius in mean semi-axes
#if CASTERS > 1
uniform vec4 u_second_caster;
#endif
vec3 sun_light;

// Share of a disc that another covers; the arguments are angular radii and distance of centers.
float covered_share(float disc, float cover, float apart) {
    float x = (apart - cover) / disc;
    if (x >= 1.0) return 0.0;
    if (x <= -1.0) return 1.0;
    // An edge that is straight next to the disc: small differences of large areas else.
    if (cover > 20.0 * disc) return (acos(x) - x * sqrt(1.0 - x * x)) * 0.31830989;
    if (apart <= disc - cover) return cover * cover / (disc * disc);
    float d = (disc * disc + (apart - cover) * (apart + cover)) / (2.0 * apart * disc);
    float c = (cover * cover + (apart - disc) * (apart + disc)) / (2.0 * apart * cover);
    float kite = (disc + cover - apart) * (apart + disc - cover) * (apart - disc + cover)
        * (apart + disc + cover);
    float area = disc * disc * acos(clamp(d, -1.0, 1.0))
        + cover * cover * acos(clamp(c, -1.0, 1.0)) - 0.5 * sqrt(max(kite, 0.0));
    return clamp(area / (disc * disc) * 0.31830989, 0.0, 1.0);
}

float left_by(vec4 caster, vec3 place) {
    vec3 to_sun = normalize(u_sun - place * u_sun_disc.y);
    vec3 offset = caster.xyz - place;
    float along = dot(offset, to_sun);
    float apart = length(offset - along * to_sun) / along;
    return 1.0 - covered_share(u_sun_disc.x, caster.w / along, apart);
}

void set_sun_light(vec3 place) {
    sun_light = u_light * left_by(u_first_caster, place);
#if CASTERS > 1
    sun_light *= left_by(u_second_caster, place);
#endif
}
#else
#define sun_light u_light
#define set_sun_light(place)
#endif
"""

_ATMOSPHERE = """
uniform vec3 u_tau;          // vertical optical depth
uniform vec3 u_haze;         // color of what is scattered
uniform float u_height;      // scale height in radii
uniform float u_limb_mass;   // air mass along half a horizontal ray
uniform float u_forward;     // 0 Rayleigh .. 1 strongly forward

float phase(float c) {
    float g = 0.75 * u_forward;
    float away = 1.0 + g * g - 2.0 * g * c;
    float hg = (1.0 - g * g) / (away * sqrt(away));
    return mix(0.75 * (1.0 + c * c), hg, u_forward);
}

// Sunlight that comes through the air to a place where the Sun stands at cosine c.
vec3 through_air(float c) {
    return exp2(-1.442695 * u_tau / (max(c, 0.0) + 0.02)) * smoothstep(-0.15, 0.10, c);
}

vec3 scattered(vec3 optical, float sun_cosine, vec3 view) {
    vec3 sunset = through_air(sun_cosine);
    // Light that was scattered more than once brings back what one pass of the air took out.
    sunset = mix(vec3(dot(sunset, vec3(0.3, 0.5, 0.2))), sunset, 0.4);
    return u_haze * (1.0 - exp2(-1.442695 * optical)) * sunset * phase(dot(view, u_sun));
}
"""

# Ground finer than any map: invented, and the picture says so in words.
_DETAIL = """
#ifdef DETAIL
float hash(vec3 p) {
    p = fract(p * 0.3183099 + vec3(0.71, 0.113, 0.419));
    p *= 17.0;
    return fract(p.x * p.y * p.z * (p.x + p.y + p.z));
}

float bumps(vec3 p) {
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

// Brightness of the slopes of one bowl with a rim in some of the cells of space that ground cuts.
float bowl(vec3 p, vec3 to_sun) {
    float chance = hash(floor(p) + 11.0);
    vec3 middle = 0.28 * (fract(chance * vec3(61.3, 153.7, 317.1)) - 0.5);
    vec3 from = fract(p) - 0.5 - middle;
    float radius = 0.07 + 0.15 * fract(chance * 733.0);
    float d = length(from);
    float t = d / radius;
    float rise = t < 1.0 ? t * t : -2.2 * max(1.45 - t, 0.0);
    return chance > 0.55 && t < 1.45 ? -rise * dot(from, to_sun) / max(d, 1e-4) : 0.0;
}

// What to multiply the ground's light with: slopes towards the Sun are brighter, as low as it is.
// Waves of 14 km and less, each only where the pixels can hold it.
float detail(vec3 x, float mu0) {
    float pixel = length(fwidth(x));
    vec3 to_sun = u_sun - x * dot(u_sun, x);
    to_sun /= length(to_sun) + 0.1;
    float slope = 0.35 / (0.30 + max(mu0, 0.0));
    float sum = 0.0;
    float f = 240.0;
    float size = 1.0;
    for (int i = 0; i < 7; i++) {
        float seen = 1.0 - smoothstep(0.2, 0.55, pixel * f);
        vec3 p = (x + 0.37 * x.zxy * float(i)) * f;
        float here = bumps(p);
        float lit = 0.85 * (here - bumps(p + 0.3 * to_sun)) + 0.85 * bowl(0.5 * p, to_sun);
        sum += seen * size * (0.10 * (here - 0.5) + slope * lit);
        f *= 1.93;
        size *= 0.88;
    }
    return clamp(1.0 + sum, 0.3, 1.7);
}
#else
#define detail(x, mu0) 1.0
#endif
"""

_KINDS = {
    "airless": """
uniform sampler2D u_map;
uniform float u_gain;
uniform float u_lunar;   // share of the Lommel-Seeliger term, falls with phase angle
vec3 surface(vec3 x, vec3 normal, vec3 view, float mu, float mu0) {
    vec3 albedo = decode(texture2D(u_map, map_uv(x)).rgb) * u_gain;
    float lit = max(mu0, 0.0);
    float shade = mix(lit, 2.0 * lit / (lit + mu + 1e-3), u_lunar);
    return albedo * (sun_light * shade + u_ambient);
}
""",
    "gas": """
uniform sampler2D u_map;
uniform float u_gain;
uniform float u_minnaert;
#ifdef RINGS
uniform sampler2D u_ring_map;
uniform vec2 u_ring;     // inner and outer radius in mean semi-axes
float ring_shadow(vec3 x) {
    vec3 p = x * u_axes;
    float reach = -p.z / (abs(u_sun.z) < 1e-4 ? 1e-4 : u_sun.z);
    float r = (length(p.xy + reach * u_sun.xy) - u_ring.x) / (u_ring.y - u_ring.x);
    float opacity = texture2D(u_ring_map, vec2(clamp(r, 0.0, 1.0), 0.5)).a;
    return reach > 0.0 && r > 0.0 && r < 1.0 ? 1.0 - 0.85 * opacity : 1.0;
}
#endif
vec3 surface(vec3 x, vec3 normal, vec3 view, float mu, float mu0) {
    vec3 albedo = decode(texture2D(u_map, map_uv(x)).rgb) * u_gain;
    float lit = 0.5 * (mu0 + sqrt(mu0 * mu0 + 4e-4));
    float shade = lit * pow(max(lit * mu, 1e-3), u_minnaert - 1.0);
    // The last rays of the Sun go a long way through the clouds.
    vec3 warm = mix(vec3(1.0), vec3(1.0, 0.9, 0.8), 1.0 - smoothstep(0.0, 0.25, mu0));
#ifdef RINGS
    shade *= ring_shadow(x);
#endif
    return albedo * (sun_light * warm * shade + u_ambient);
}
""",
    "mars": _ATMOSPHERE
    + _DETAIL
    + """
uniform sampler2D u_map;
uniform float u_gain;
vec3 surface(vec3 x, vec3 normal, vec3 view, float mu, float mu0) {
    vec3 albedo = decode(texture2D(u_map, map_uv(x)).rgb) * u_gain * detail(x, mu0);
    float lit = 0.5 * (mu0 + sqrt(mu0 * mu0 + 1e-3));
    float shade = lit * pow(max(lit * mu, 0.004), -0.12);
    vec3 warm = mix(vec3(1.0), vec3(1.0, 0.86, 0.72), 1.0 - smoothstep(-0.02, 0.3, mu0));
    vec3 optical = u_tau / (mu + 1.0 / u_limb_mass);
    return albedo * (sun_light * warm * shade + u_ambient) * exp2(-0.7 * optical)
        + sun_light * scattered(optical, mu0, view);
}
""",
    "earth": _ATMOSPHERE
    + """
uniform sampler2D u_map;
uniform sampler2D u_masks;
uniform float u_gain;
uniform float u_lamps;
vec3 surface(vec3 x, vec3 normal, vec3 view, float mu, float mu0) {
    vec2 uv = map_uv(x);
    vec3 masks = texture2D(u_masks, uv).rgb;
    vec3 ground = decode(texture2D(u_map, uv).rgb) * u_gain;
    float cloud = min(masks.r * (1.25 + 0.2 * masks.r), 1.0);
    float water = masks.g * (1.0 - cloud);
    // The map paints the sea floor; from above the sea is dark.
    ground *= mix(vec3(1.0), vec3(0.55, 0.42, 0.34), masks.g);
    float lit = max(mu0, 0.0);
    vec3 half_way = normalize(u_sun - view);
    float facing = max(dot(normal, half_way), 0.0);
    float fresnel = 0.02 + 0.98 * pow(1.0 - max(dot(half_way, u_sun), 0.0), 5.0);
    // Waves of a light wind; held below a cloud's brightness, or the glint would be a second Sun.
    float glint = min(water * fresnel * 2.4 * pow(facing, 200.0) / max(mu, 0.25), 0.5);
    glint *= smoothstep(0.0, 0.1, mu0);
    vec3 air = u_tau / (lit + 0.09);
    vec3 sun = exp2(-0.5 * (air - u_tau)) * sun_light;
    vec3 color = mix(ground, vec3(0.82), cloud) * (sun * lit + u_ambient) + sun * glint;
    vec3 optical = u_tau / (mu + 1.0 / u_limb_mass);
    color = color * exp2(-0.7 * optical) + sun_light * scattered(optical, mu0, view);
    float dark = 1.0 - smoothstep(-0.18, -0.02, mu0);
    float lamp = masks.b * (0.35 + masks.b) * (1.0 - 0.75 * cloud);
    // Airglow and starlight, to the lamps as they are: land is felt, not seen.
    color += dark * u_lamps * vec3(0.0022, 0.0030, 0.0052) * mix(ground * 2.0, vec3(0.5), cloud);
    return color + vec3(1.0, 0.62, 0.28) * (u_lamps * dark * lamp * (0.25 + 0.75 * mu));
}
""",
    "sun": """
uniform float u_peak;
vec3 surface(vec3 x, vec3 normal, vec3 view, float mu, float mu0) {
    // Limb darkening of the photosphere, quadratic law, at about 600, 550 and 450 nm.
    vec3 m = vec3(1.0 - mu);
    vec3 law = 1.0 - vec3(0.42, 0.50, 0.66) * m - vec3(0.18, 0.20, 0.20) * m * m;
    return vec3(1.0, 0.965, 0.90) * (u_peak * law);
}
""",
}

_LIMB = """
// Share of the pixel that the body covers; q is where the ray crosses the plane.
float covered(out vec2 q, out float inside) {
    if (v_ray.z <= 0.0) discard;
    q = v_ray.xy / v_ray.z;
    inside = 1.0 - u_grazing * dot(q, q);
    return clamp(0.5 + inside / max(fwidth(inside), 1e-12), 0.0, 1.0);
}
"""

_MAIN = """
void main() {
    vec2 q;
    float inside;
    float coverage = covered(q, inside);
    float s = sqrt(max(inside, 0.0));
    float u = u_grazing * u_eye / (u_eye + s);
    vec3 x = u_basis * vec3(u * q, -(1.0 + s * u_eye) / (u_eye + s));
    vec3 normal = normalize(x / u_axes);
    vec3 view = normalize((u_basis * vec3(q, u_eye)) * u_axes);
    float mu = max(-dot(normal, view), 0.0);
    set_sun_light(x * u_axes);
    vec3 color = surface(x, normal, view, mu, dot(normal, u_sun));
    if (coverage <= 0.0) discard;
    gl_FragColor = min(vec4(color, 1.0) * coverage, 1000.0);
    write_depth(max(u * dot(u_depth, vec3(q, u_eye)), 1e-4));
}
"""


def fragment(kind: str, *defines: str) -> str:
    """Return the fragment shader for a kind of surface: airless, gas, mars, earth or sun.

    ``CASTERS 1`` or ``CASTERS 2`` among ``defines`` adds the shadows of other bodies,
    ``DETAIL`` invented relief on Mars.
    """
    head = "".join(f"#define {name}\n" for name in defines)
    return head + FRAGMENT_COMMON + _HEAD + _ECLIPSE + _KINDS[kind] + _LIMB + _MAIN


# What of an atmosphere is seen beside the body: drawn over what lies behind, depth not written.
RIM_FRAGMENT = (
    FRAGMENT_COMMON
    + _HEAD
    + _ATMOSPHERE
    + _LIMB
    + """
void main() {
    vec2 q;
    float inside;
    float beside = 1.0 - covered(q, inside);
    if (beside <= 0.0) discard;
    float d2 = u_eye * u_eye;
    float q2 = dot(q, q);
    // Height of the ray's lowest point, in radii: k q^2 is one at the limb.
    float height = 0.5 * d2 * max(-inside, 0.0) / (d2 + q2);
    vec3 lowest = normalize(u_basis * vec3(q * u_eye, -q2));
    vec3 view = normalize((u_basis * vec3(q, u_eye)) * u_axes);
    vec3 optical = u_tau * (2.0 * u_limb_mass * exp2(-1.442695 * height / u_height));
    vec3 glow = u_light * scattered(optical, dot(lowest, u_sun), view);
    float opacity = 1.0 - exp2(-0.48 * (optical.r + optical.g + optical.b));
    gl_FragColor = vec4(glow, opacity) * beside;
    // A little before the limb itself, whose half-covered pixels have depth already.
    float u = d2 / (d2 + q2);
    write_depth(max(0.9995 * u * dot(u_depth, vec3(q, u_eye)), 1e-4));
}
"""
)


RING_FRAGMENT = (
    FRAGMENT_COMMON
    + """
uniform sampler2D u_ring_map;
uniform vec2 u_ring;       // inner and outer radius, km
uniform vec3 u_axes_km;    // semi-axes of the planet
uniform vec3 u_sun;        // body-fixed
uniform vec3 u_light;
uniform float u_ambient;
uniform float u_gain;
uniform float u_back;      // 1 where the camera sees the side away from the Sun
varying vec3 v_ray;

void main() {
    if (v_ray.z <= 0.0) discard;
    vec2 p = v_ray.xy / v_ray.z;
    float r = (length(p) - u_ring.x) / (u_ring.y - u_ring.x);
    // Towards the plane's horizon the footprint of a pixel grows without end.
    float edge = min(fwidth(r), 0.1) + 1e-6;
    float inside = smoothstep(-edge, edge, r) * (1.0 - smoothstep(1.0 - edge, 1.0 + edge, r));
    vec4 map = texture2D(u_ring_map, vec2(clamp(r, 0.0, 1.0), 0.5));
    if (inside <= 0.0) discard;
    // The planet's shadow: does the ray to the Sun pass through the ellipsoid?
    vec3 from = vec3(p, 0.0) / u_axes_km;
    vec3 to = normalize(u_sun / u_axes_km);
    float along = dot(from, to);
    float miss = length(from - along * to) - 1.0;
    float soft = fwidth(miss) + 0.004;
    float sunlit = along > 0.0 ? 1.0 : smoothstep(-soft, soft, miss);
    vec3 color = map.rgb * map.rgb * u_gain;
    // Seen from behind, the thin parts shine and the thick ones are dark.
    float through = mix(1.0, 0.9 * (1.0 - map.a), u_back);
    float alpha = map.a * inside;
    gl_FragColor = vec4(color * (u_light * sunlit * through + u_ambient) * alpha, alpha);
    write_depth(1.0 / v_ray.z);
}
"""
)
