// Operations on each element by itself.
#include "elements.cuh"
#include "loops.cuh"

template <class T>
__device__ void fill(T* x, float value, index_t n) {
    each_element(n, aligned(x), [&](auto width, index_t at) {
        constexpr int N = decltype(width)::value;
        float v[N];
        for (int i = 0; i < N; i++) {
            v[i] = value;
        }
        store(x + at, v);
    });
}

template <class From, class To>
__device__ void copy(const From* from, To* to, index_t n) {
    each_element(n, aligned(from, to), [&](auto width, index_t at) {
        float v[decltype(width)::value];
        load(from + at, v);
        store(to + at, v);
    });
}

template <class X, class Y>
__device__ void add_scaled(float alpha, const X* x, Y* y, index_t n) {
    each_element(n, aligned(x, y), [&](auto width, index_t at) {
        constexpr int N = decltype(width)::value;
        float a[N];
        float b[N];
        load(x + at, a);
        load(y + at, b);
        for (int i = 0; i < N; i++) {
            b[i] = fmaf(alpha, a[i], b[i]);
        }
        store(y + at, b);
    });
}

template <class T>
__device__ void scale(float alpha, T* x, index_t n) {
    each_element(n, aligned(x), [&](auto width, index_t at) {
        constexpr int N = decltype(width)::value;
        float v[N];
        load(x + at, v);
        for (int i = 0; i < N; i++) {
            v[i] *= alpha;
        }
        store(x + at, v);
    });
}

template <class T>
__device__ void add_rectified(const T* x, T* y, index_t n) {
    each_element(n, aligned(x, y), [&](auto width, index_t at) {
        constexpr int N = decltype(width)::value;
        float a[N];
        float b[N];
        load(x + at, a);
        load(y + at, b);
        for (int i = 0; i < N; i++) {
            float sum = a[i] + b[i];
            // A comparison rather than fmaxf, which would hide NaN.
            b[i] = sum < 0.0f ? 0.0f : sum;
        }
        store(y + at, b);
    });
}

__device__ __forceinline__ float sigmoid(float x) {
    return 1.0f / (1.0f + expf(-x));
}

__device__ __forceinline__ float normal_probability(float x) {
    return 0.5f * (1.0f + erff(x * 0.70710678118654752f));
}

// (1 + tanh(u)) / 2 = sigmoid(2u) of GELU's approximation.
__device__ __forceinline__ float tanh_probability(float x) {
    return sigmoid(1.5957691216057308f * x * fmaf(0.044715f * x, x, 1.0f));
}

// Each non-linearity: its value at x and its slope there. The numbers are the ordinals of the Java enumeration.
template <int KIND>
__device__ __forceinline__ float activation_value(float x) {
    if constexpr (KIND == 0) {
        return x * normal_probability(x);
    } else if constexpr (KIND == 1) {
        return x * sigmoid(1.702f * x);
    } else if constexpr (KIND == 2) {
        return x * tanh_probability(x);
    } else {
        return x < 0.0f ? 0.0f : x;
    }
}

template <int KIND>
__device__ __forceinline__ float activation_slope(float x) {
    if constexpr (KIND == 0) {
        return fmaf(x * 0.39894228040143268f, expf(-0.5f * x * x), normal_probability(x));
    } else if constexpr (KIND == 1) {
        float gate = sigmoid(1.702f * x);
        return fmaf(1.702f * x * gate, 1.0f - gate, gate);
    } else if constexpr (KIND == 2) {
        float gate = tanh_probability(x);
        float slope = 1.5957691216057308f * fmaf(0.134145f * x, x, 1.0f);
        return fmaf(x * slope * gate, 1.0f - gate, gate);
    } else {
        return x > 0.0f ? 1.0f : 0.0f;
    }
}

template <int KIND, class T>
__device__ void activation_of(const T* x, T* y, index_t n) {
    each_element(n, aligned(x, y), [&](auto width, index_t at) {
        constexpr int N = decltype(width)::value;
        float v[N];
        load(x + at, v);
        for (int i = 0; i < N; i++) {
            v[i] = activation_value<KIND>(v[i]);
        }
        store(y + at, v);
    });
}

template <int KIND, class T>
__device__ void activation_backward_of(const T* x, const T* dy, T* dx, index_t n) {
    each_element(n, aligned(x, dy, dx), [&](auto width, index_t at) {
        constexpr int N = decltype(width)::value;
        float v[N];
        float d[N];
        load(x + at, v);
        load(dy + at, d);
        for (int i = 0; i < N; i++) {
            d[i] *= activation_slope<KIND>(v[i]);
        }
        store(dx + at, d);
    });
}

template <class T>
__device__ void activation(int kind, const T* x, T* y, index_t n) {
    switch (kind) {
        case 0: activation_of<0>(x, y, n); break;
        case 1: activation_of<1>(x, y, n); break;
        case 2: activation_of<2>(x, y, n); break;
        default: activation_of<3>(x, y, n);
    }
}

template <class T>
__device__ void activation_backward(int kind, const T* x, const T* dy, T* dx, index_t n) {
    switch (kind) {
        case 0: activation_backward_of<0>(x, dy, dx, n); break;
        case 1: activation_backward_of<1>(x, dy, dx, n); break;
        case 2: activation_backward_of<2>(x, dy, dx, n); break;
        default: activation_backward_of<3>(x, dy, dx, n);
    }
}

template <class T>
__device__ void scale_columns(const T* x, const float* gain, T* y, index_t rows, int columns) {
    each_in_rows(rows, columns, aligned(x, gain, y), [&](auto width, index_t row, int column) {
        constexpr int N = decltype(width)::value;
        float v[N];
        float g[N];
        load(x + row * columns + column, v);
        load(gain + column, g);
        for (int i = 0; i < N; i++) {
            v[i] *= g[i];
        }
        store(y + row * columns + column, v);
    });
}

template <class T>
__device__ void scale_rows(const T* x, const float* gain, T* y, index_t rows, int columns) {
    each_in_rows(rows, columns, aligned(x, y), [&](auto width, index_t row, int column) {
        constexpr int N = decltype(width)::value;
        float v[N];
        float g = gain[row];
        load(x + row * columns + column, v);
        for (int i = 0; i < N; i++) {
            v[i] *= g;
        }
        store(y + row * columns + column, v);
    });
}

#define OF_ONE_TYPE(suffix, T)                                                                                       \
    ENTRY(fill_##suffix, (T * x, float value, index_t n), fill(x, value, n))                                         \
    ENTRY(scale_##suffix, (float alpha, T* x, index_t n), scale(alpha, x, n))                                        \
    ENTRY(add_rectified_##suffix, (const T* x, T* y, index_t n), add_rectified(x, y, n))                             \
    ENTRY(activation_##suffix, (int kind, const T* x, T* y, index_t n), activation(kind, x, y, n))                   \
    ENTRY(                                                                                                           \
        activation_backward_##suffix,                                                                                \
        (int kind, const T* x, const T* dy, T* dx, index_t n),                                                       \
        activation_backward(kind, x, dy, dx, n))                                                                     \
    ENTRY(                                                                                                           \
        scale_columns_##suffix,                                                                                      \
        (const T* x, const float* gain, T* y, index_t rows, int columns),                                            \
        scale_columns(x, gain, y, rows, columns))                                                                    \
    ENTRY(                                                                                                           \
        scale_rows_##suffix,                                                                                         \
        (const T* x, const float* gain, T* y, index_t rows, int columns),                                            \
        scale_rows(x, gain, y, rows, columns))

#define OF_TWO_TYPES(suffix, X, Y)                                                                                   \
    ENTRY(copy_##suffix, (const X* from, Y* to, index_t n), copy(from, to, n))                                       \
    ENTRY(add_scaled_##suffix, (float alpha, const X* x, Y* y, index_t n), add_scaled(alpha, x, y, n))

OF_ONE_TYPE(f32, float)
OF_ONE_TYPE(bf16, bfloat16)
OF_TWO_TYPES(f32_f32, float, float)
OF_TWO_TYPES(f32_bf16, float, bfloat16)
OF_TWO_TYPES(bf16_f32, bfloat16, float)
OF_TWO_TYPES(bf16_bf16, bfloat16, bfloat16)
