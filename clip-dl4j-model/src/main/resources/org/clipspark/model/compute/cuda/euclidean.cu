// Rows scaled to Euclidean norm 1: a warp for each row.
#include "elements.cuh"
#include "loops.cuh"
#include "sums.cuh"

template <class X, class Y>
__device__ void l2_normalize(const X* x, Y* y, float* norms, index_t rows, int columns) {
    bool wide = aligned(x, y);
    each_row(rows, [&](index_t row) {
        float squares = 0.0f;
        each_column(columns, wide, [&](auto width, int column) {
            constexpr int N = decltype(width)::value;
            float v[N];
            load(x + row * columns + column, v);
            for (int i = 0; i < N; i++) {
                squares = fmaf(v[i], v[i], squares);
            }
        });
        float norm = sqrtf(warp_sum(squares));
        // Not fmaxf, which would hide NaN.
        norm = norm < 1e-12f ? 1e-12f : norm;
        each_column(columns, wide, [&](auto width, int column) {
            constexpr int N = decltype(width)::value;
            float v[N];
            load(x + row * columns + column, v);
            for (int i = 0; i < N; i++) {
                v[i] /= norm;
            }
            store(y + row * columns + column, v);
        });
        if ((threadIdx.x & 31) == 0) {
            norms[row] = norm;
        }
    });
}

template <class Y, class X>
__device__ void l2_normalize_backward(
    const Y* dy, const Y* y, const float* norms, X* dx, index_t rows, int columns) {
    bool wide = aligned(dy, y, dx);
    each_row(rows, [&](index_t row) {
        float along = 0.0f;
        each_column(columns, wide, [&](auto width, int column) {
            constexpr int N = decltype(width)::value;
            float d[N];
            float v[N];
            load(dy + row * columns + column, d);
            load(y + row * columns + column, v);
            for (int i = 0; i < N; i++) {
                along = fmaf(d[i], v[i], along);
            }
        });
        along = warp_sum(along);
        float norm = norms[row];
        each_column(columns, wide, [&](auto width, int column) {
            constexpr int N = decltype(width)::value;
            float d[N];
            float v[N];
            load(dy + row * columns + column, d);
            load(y + row * columns + column, v);
            for (int i = 0; i < N; i++) {
                d[i] = (d[i] - v[i] * along) / norm;
            }
            store(dx + row * columns + column, d);
        });
    });
}

#define OF_TWO_TYPES(suffix, A, B)                                                                                   \
    ENTRY(                                                                                                           \
        l2_normalize_##suffix,                                                                                       \
        (const A* x, B* y, float* norms, index_t rows, int columns),                                                 \
        l2_normalize(x, y, norms, rows, columns))                                                                    \
    ENTRY(                                                                                                           \
        l2_normalize_backward_##suffix,                                                                              \
        (const A* dy, const A* y, const float* norms, B* dx, index_t rows, int columns),                             \
        l2_normalize_backward(dy, y, norms, dx, rows, columns))

OF_TWO_TYPES(f32_f32, float, float)
OF_TWO_TYPES(f32_bf16, float, bfloat16)
OF_TWO_TYPES(bf16_f32, bfloat16, float)
OF_TWO_TYPES(bf16_bf16, bfloat16, bfloat16)
