// Layer normalisation of rows: a warp for each row, which stays in the first-level cache between the passes over it.
#include "elements.cuh"
#include "loops.cuh"
#include "sums.cuh"
#include "columns.cuh"

template <class T>
__device__ void layer_norm(
    const T* x, const float* gamma, const float* beta, float epsilon, T* y, float* means, float* variances,
    index_t rows, int columns) {
    bool wide = aligned(x, gamma, beta, y);
    each_row(rows, [&](index_t row) {
        const T* from = x + row * columns;
        float sum = 0.0f;
        each_column(columns, wide, [&](auto width, int column) {
            constexpr int N = decltype(width)::value;
            float v[N];
            load(from + column, v);
            for (int i = 0; i < N; i++) {
                sum += v[i];
            }
        });
        float mean = warp_sum(sum) / columns;
        // Around the mean, not as a difference of large squares.
        float squares = 0.0f;
        each_column(columns, wide, [&](auto width, int column) {
            constexpr int N = decltype(width)::value;
            float v[N];
            load(from + column, v);
            for (int i = 0; i < N; i++) {
                squares = fmaf(v[i] - mean, v[i] - mean, squares);
            }
        });
        float variance = warp_sum(squares) / columns;
        float inverse = 1.0f / sqrtf(variance + epsilon);
        each_column(columns, wide, [&](auto width, int column) {
            constexpr int N = decltype(width)::value;
            float v[N];
            float g[N];
            float b[N];
            load(from + column, v);
            load(gamma + column, g);
            load(beta + column, b);
            for (int i = 0; i < N; i++) {
                v[i] = fmaf((v[i] - mean) * inverse, g[i], b[i]);
            }
            store(y + row * columns + column, v);
        });
        if ((threadIdx.x & 31) == 0) {
            means[row] = mean;
            variances[row] = variance;
        }
    });
}

template <class T>
__device__ void layer_norm_backward(
    const T* dy, const T* x, const float* gamma, const float* means, const float* variances, float epsilon, T* dx,
    index_t rows, int columns) {
    bool wide = aligned(dy, x, gamma, dx);
    each_row(rows, [&](index_t row) {
        float mean = means[row];
        float inverse = 1.0f / sqrtf(variances[row] + epsilon);
        float gradients = 0.0f;
        float along = 0.0f;
        each_column(columns, wide, [&](auto width, int column) {
            constexpr int N = decltype(width)::value;
            float d[N];
            float v[N];
            float g[N];
            load(dy + row * columns + column, d);
            load(x + row * columns + column, v);
            load(gamma + column, g);
            for (int i = 0; i < N; i++) {
                float gradient = d[i] * g[i];
                gradients += gradient;
                along = fmaf(gradient, (v[i] - mean) * inverse, along);
            }
        });
        gradients = warp_sum(gradients) / columns;
        along = warp_sum(along) / columns;
        each_column(columns, wide, [&](auto width, int column) {
            constexpr int N = decltype(width)::value;
            float d[N];
            float v[N];
            float g[N];
            load(dy + row * columns + column, d);
            load(x + row * columns + column, v);
            load(gamma + column, g);
            for (int i = 0; i < N; i++) {
                float standard = (v[i] - mean) * inverse;
                d[i] = (d[i] * g[i] - gradients - standard * along) * inverse;
            }
            store(dx + row * columns + column, d);
        });
    });
}

// Sections of the gradients of gain (0) and shift (1).
template <class T>
__device__ void layer_norm_parameters(
    const T* dy, const T* x, const float* means, const float* variances, float epsilon, index_t rows, int columns,
    index_t section_rows, int wide, float* partial) {
    column_sections<2>(
        rows, columns, section_rows, wide, partial, [&](auto width, index_t row, int column, auto& v) {
            constexpr int N = decltype(width)::value;
            float values[N];
            float mean = means[row];
            float inverse = 1.0f / sqrtf(variances[row] + epsilon);
            load(dy + row * columns + column, v[1]);
            load(x + row * columns + column, values);
            for (int i = 0; i < N; i++) {
                v[0][i] = v[1][i] * (values[i] - mean) * inverse;
            }
        });
}

// Both gradients in one pass over memory, for rows of up to 256 * PACKS columns that are read eight at a time: a block has a
// section of the rows, a warp every eighth of them, a lane the same columns of each.
template <int PACKS, class T>
__device__ void layer_norm_backward_at_once(
    const T* dy, const T* x, const float* gamma, const float* means, const float* variances, float epsilon, T* dx,
    index_t rows, int columns, index_t section_rows, float* partial) {
    __shared__ float sums[8][256];
    int lane = threadIdx.x & 31;
    int warp = threadIdx.x / 32;
    index_t section = blockIdx.x;
    index_t end = min((section + 1) * section_rows, rows);
    float gain[PACKS][8] = {};
    float shift[PACKS][8] = {};
    for (index_t row = section * section_rows + warp; row < end; row += 8) {
        float mean = means[row];
        float inverse = 1.0f / sqrtf(variances[row] + epsilon);
        float standard[PACKS][8];
        float slope[PACKS][8];
        float gradients = 0.0f;
        float along = 0.0f;
#pragma unroll
        for (int pack = 0; pack < PACKS; pack++) {
            int column = (pack * 32 + lane) * 8;
            if (column < columns) {
                float g[8];
                load(dy + row * columns + column, slope[pack]);
                load(x + row * columns + column, standard[pack]);
                load(gamma + column, g);
#pragma unroll
                for (int i = 0; i < 8; i++) {
                    standard[pack][i] = (standard[pack][i] - mean) * inverse;
                    gain[pack][i] = fmaf(slope[pack][i], standard[pack][i], gain[pack][i]);
                    shift[pack][i] += slope[pack][i];
                    slope[pack][i] *= g[i];
                    gradients += slope[pack][i];
                    along = fmaf(slope[pack][i], standard[pack][i], along);
                }
            }
        }
        gradients = warp_sum(gradients) / columns;
        along = warp_sum(along) / columns;
#pragma unroll
        for (int pack = 0; pack < PACKS; pack++) {
            int column = (pack * 32 + lane) * 8;
            if (column < columns) {
#pragma unroll
                for (int i = 0; i < 8; i++) {
                    slope[pack][i] = (slope[pack][i] - gradients - standard[pack][i] * along) * inverse;
                }
                store(dx + row * columns + column, slope[pack]);
            }
        }
    }
#pragma unroll
    for (int half = 0; half < 2 * PACKS; half++) {
        int pack = half / 2;
        __syncthreads();
#pragma unroll
        for (int i = 0; i < 8; i++) {
            sums[warp][lane * 8 + i] = half % 2 == 0 ? gain[pack][i] : shift[pack][i];
        }
        __syncthreads();
        int column = pack * 256 + threadIdx.x;
        if (column < columns) {
            float sum = 0.0f;
            for (int other = 0; other < 8; other++) {
                sum += sums[other][threadIdx.x];
            }
            partial[(section * 2 + half % 2) * columns + column] = sum;
        }
    }
}

__device__ void add_gradients(const float* partial, int sections, int columns, float* gain, float* shift) {
    int column = blockIdx.x * blockDim.x + threadIdx.x;
    if (column < columns) {
        gain[column] += column_total<2>(partial, sections, columns, 0, column);
        shift[column] += column_total<2>(partial, sections, columns, 1, column);
    }
}

#define OF_ONE_TYPE(suffix, T)                                                                                       \
    ENTRY(                                                                                                           \
        layer_norm_##suffix,                                                                                         \
        (const T* x, const float* gamma, const float* beta, float epsilon, T* y, float* means, float* variances,     \
         index_t rows, int columns),                                                                                 \
        layer_norm(x, gamma, beta, epsilon, y, means, variances, rows, columns))                                     \
    ENTRY(                                                                                                           \
        layer_norm_backward_##suffix,                                                                                \
        (const T* dy, const T* x, const float* gamma, const float* means, const float* variances, float epsilon,     \
         T* dx, index_t rows, int columns),                                                                          \
        layer_norm_backward(dy, x, gamma, means, variances, epsilon, dx, rows, columns))                             \
    ENTRY(                                                                                                           \
        layer_norm_parameters_##suffix,                                                                              \
        (const T* dy, const T* x, const float* means, const float* variances, float epsilon, index_t rows,           \
         int columns, index_t section_rows, int wide, float* partial),                                               \
        layer_norm_parameters(dy, x, means, variances, epsilon, rows, columns, section_rows, wide, partial))

#define AT_ONCE(PACKS, BLOCKS, suffix, T)                                                                            \
    BOUNDED_ENTRY(                                                                                                   \
        256,                                                                                                         \
        BLOCKS,                                                                                                      \
        layer_norm_backward_##PACKS##_##suffix,                                                                      \
        (const T* dy, const T* x, const float* gamma, const float* means, const float* variances, float epsilon,     \
         T* dx, index_t rows, int columns, index_t section_rows, float* partial),                                    \
        layer_norm_backward_at_once<PACKS>(                                                                          \
            dy, x, gamma, means, variances, epsilon, dx, rows, columns, section_rows, partial))

OF_ONE_TYPE(f32, float)
OF_ONE_TYPE(bf16, bfloat16)
AT_ONCE(1, 3, f32, float)
AT_ONCE(2, 2, f32, float)
AT_ONCE(3, 2, f32, float)
AT_ONCE(4, 1, f32, float)
AT_ONCE(5, 1, f32, float)
AT_ONCE(1, 3, bf16, bfloat16)
AT_ONCE(2, 2, bf16, bfloat16)
AT_ONCE(3, 2, bf16, bfloat16)
AT_ONCE(4, 1, bf16, bfloat16)
AT_ONCE(5, 1, bf16, bfloat16)

ENTRY(
    add_gain_and_shift,
    (const float* partial, int sections, int columns, float* gain, float* shift),
    add_gradients(partial, sections, columns, gain, shift))
