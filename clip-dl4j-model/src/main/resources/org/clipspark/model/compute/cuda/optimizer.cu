// AdamW in one pass over memory.
#include "elements.cuh"
#include "loops.cuh"

struct Update {
    float gradient_scale;
    float beta1;
    float rest1;
    float beta2;
    float rest2;
    float keep;
    float size;
    float correction;
    float epsilon;
};

// shadow is null, or holds the parameters in bfloat16 and is rewritten with them.
__device__ void update(
    Update u, float* parameters, const float* gradients, float* first, float* second, bfloat16* shadow, index_t n) {
    bool wide = aligned(parameters, gradients, first, second) && aligned(shadow);
    each_element(n, wide, [&](auto width, index_t at) {
        constexpr int N = decltype(width)::value;
        float p[N];
        float g[N];
        float m[N];
        float v[N];
        load(parameters + at, p);
        load(gradients + at, g);
        load(first + at, m);
        load(second + at, v);
        for (int i = 0; i < N; i++) {
            float gradient = g[i] * u.gradient_scale;
            m[i] = u.beta1 * m[i] + u.rest1 * gradient;
            v[i] = u.beta2 * v[i] + u.rest2 * gradient * gradient;
            p[i] = p[i] * u.keep - u.size * m[i] / (sqrtf(v[i]) / u.correction + u.epsilon);
        }
        store(parameters + at, p);
        store(first + at, m);
        store(second + at, v);
        if (shadow != nullptr) {
            store(shadow + at, p);
        }
    });
}

ENTRY(
    adam_w,
    (float gradient_scale, float beta1, float rest1, float beta2, float rest2, float keep, float size, float correction,
     float epsilon, float* parameters, const float* gradients, float* first, float* second, bfloat16* shadow, index_t n),
    update(
        Update{gradient_scale, beta1, rest1, beta2, rest2, keep, size, correction, epsilon},
        parameters, gradients, first, second, shadow, n))
