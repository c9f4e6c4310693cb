// Sums over tensors, over their columns and over their rows.
#include "elements.cuh"
#include "loops.cuh"
#include "sums.cuh"
#include "columns.cuh"

// One sum for each block, in double precision.
template <class X, class Y>
__device__ void dot(const X* x, const Y* y, index_t n, double* partial) {
    double sum = 0.0;
    each_element(n, aligned(x, y), [&](auto width, index_t at) {
        constexpr int N = decltype(width)::value;
        float a[N];
        float b[N];
        load(x + at, a);
        load(y + at, b);
        for (int i = 0; i < N; i++) {
            sum += static_cast<double>(a[i]) * b[i];
        }
    });
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = sum;
    }
}

__device__ void add_up(const double* partial, int count, double factor, double* result) {
    double sum = 0.0;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        sum += partial[i];
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        *result = factor * sum;
    }
}

ENTRY(total, (const double* partial, int count, double factor, double* result), add_up(partial, count, factor, result))

// Rows may lie further apart than they are wide.
template <class T>
__device__ void column_sums(
    const T* x, index_t rows, int columns, index_t stride, index_t section_rows, int wide, float* partial) {
    column_sections<1>(
        rows, columns, section_rows, wide, partial, [&](auto width, index_t row, int column, auto& v) {
            load(x + row * stride + column, v[0]);
        });
}

template <class T>
__device__ void column_products(
    const T* x, const T* y, index_t rows, int columns, index_t section_rows, int wide, float* partial) {
    column_sections<1>(
        rows, columns, section_rows, wide, partial, [&](auto width, index_t row, int column, auto& v) {
            constexpr int N = decltype(width)::value;
            float b[N];
            load(x + row * columns + column, v[0]);
            load(y + row * columns + column, b);
            for (int i = 0; i < N; i++) {
                v[0][i] *= b[i];
            }
        });
}

template <class T>
__device__ void add_columns(const float* partial, int sections, int columns, T* out) {
    int column = blockIdx.x * blockDim.x + threadIdx.x;
    if (column < columns) {
        store_one(out + column, widen(out[column]) + column_total<1>(partial, sections, columns, 0, column));
    }
}

// A warp for each row.
template <class T>
__device__ void row_products(const T* x, const T* y, index_t rows, int columns, float* out) {
    index_t warps = static_cast<index_t>(gridDim.x) * (blockDim.x / 32);
    index_t first = static_cast<index_t>(blockIdx.x) * (blockDim.x / 32) + threadIdx.x / 32;
    bool wide = aligned(x, y);
    for (index_t row = first; row < rows; row += warps) {
        float sum = 0.0f;
        each_column(columns, wide, [&](auto width, int column) {
            constexpr int N = decltype(width)::value;
            float a[N];
            float b[N];
            load(x + row * columns + column, a);
            load(y + row * columns + column, b);
            for (int i = 0; i < N; i++) {
                sum = fmaf(a[i], b[i], sum);
            }
        });
        sum = warp_sum(sum);
        if ((threadIdx.x & 31) == 0) {
            out[row] += sum;
        }
    }
}

#define OF_ONE_TYPE(suffix, T)                                                                                       \
    ENTRY(                                                                                                           \
        column_sums_##suffix,                                                                                        \
        (const T* x, index_t rows, int columns, index_t stride, index_t section_rows, int wide, float* partial),     \
        column_sums(x, rows, columns, stride, section_rows, wide, partial))                                          \
    ENTRY(                                                                                                           \
        column_products_##suffix,                                                                                    \
        (const T* x, const T* y, index_t rows, int columns, index_t section_rows, int wide, float* partial),         \
        column_products(x, y, rows, columns, section_rows, wide, partial))                                           \
    ENTRY(                                                                                                           \
        add_columns_##suffix,                                                                                        \
        (const float* partial, int sections, int columns, T* out),                                                   \
        add_columns(partial, sections, columns, out))                                                                \
    ENTRY(                                                                                                           \
        row_products_##suffix,                                                                                       \
        (const T* x, const T* y, index_t rows, int columns, float* out),                                             \
        row_products(x, y, rows, columns, out))

#define OF_TWO_TYPES(suffix, X, Y) \
    ENTRY(dot_##suffix, (const X* x, const Y* y, index_t n, double* partial), dot(x, y, n, partial))

OF_ONE_TYPE(f32, float)
OF_ONE_TYPE(bf16, bfloat16)
OF_TWO_TYPES(f32_f32, float, float)
OF_TWO_TYPES(f32_bf16, float, bfloat16)
OF_TWO_TYPES(bf16_f32, bfloat16, float)
OF_TWO_TYPES(bf16_bf16, bfloat16, bfloat16)
