// Pooling of feature maps held as rows of channels, and the order of a filter's elements.
#include "elements.cuh"
#include "loops.cuh"

template <class T>
__device__ void average_pool(const T* x, int height, int width, int channels, int window, T* y, index_t rows) {
    int across = width / window;
    int down = height / window;
    each_in_rows(rows, channels, aligned(x, y), [&](auto pack, index_t row, int channel) {
        constexpr int N = decltype(pack)::value;
        float sum[N] = {};
        index_t column = row % across;
        index_t line = row / across % down;
        index_t map = row / across / down;
        for (int i = 0; i < window; i++) {
            for (int j = 0; j < window; j++) {
                float v[N];
                index_t from = (map * height + line * window + i) * width + column * window + j;
                load(x + from * channels + channel, v);
                for (int k = 0; k < N; k++) {
                    sum[k] += v[k];
                }
            }
        }
        for (int k = 0; k < N; k++) {
            sum[k] /= window * window;
        }
        store(y + row * channels + channel, sum);
    });
}

template <class T>
__device__ void average_pool_backward(
    const T* dy, int height, int width, int channels, int window, T* dx, index_t rows) {
    int across = width / window;
    int down = height / window;
    each_in_rows(rows, channels, aligned(dy, dx), [&](auto pack, index_t row, int channel) {
        constexpr int N = decltype(pack)::value;
        float v[N];
        index_t column = row % width / window;
        index_t line = row / width % height / window;
        index_t map = row / width / height;
        load(dy + ((map * down + line) * across + column) * channels + channel, v);
        for (int k = 0; k < N; k++) {
            v[k] /= window * window;
        }
        store(dx + row * channels + channel, v);
    });
}

// w [outputs, inputs, taps] to [outputs, taps, inputs].
template <class T>
__device__ void filter_to_channels_last(const float* w, T* to, index_t n, int inputs, int taps) {
    index_t threads = static_cast<index_t>(gridDim.x) * blockDim.x;
    for (index_t at = static_cast<index_t>(blockIdx.x) * blockDim.x + threadIdx.x; at < n; at += threads) {
        index_t input = at % inputs;
        index_t tap = at / inputs % taps;
        index_t output = at / inputs / taps;
        store_one(to + at, w[(output * inputs + input) * taps + tap]);
    }
}

// dw [outputs, inputs, taps] += from [outputs, taps, inputs].
template <class T>
__device__ void add_filter_gradient(const T* from, float* dw, index_t n, int inputs, int taps) {
    index_t threads = static_cast<index_t>(gridDim.x) * blockDim.x;
    for (index_t at = static_cast<index_t>(blockIdx.x) * blockDim.x + threadIdx.x; at < n; at += threads) {
        index_t input = at % inputs;
        index_t tap = at / inputs % taps;
        index_t output = at / inputs / taps;
        dw[(output * inputs + input) * taps + tap] += widen(from[at]);
    }
}

#define OF_ONE_TYPE(suffix, T)                                                                                       \
    ENTRY(                                                                                                           \
        average_pool_##suffix,                                                                                       \
        (const T* x, int height, int width, int channels, int window, T* y, index_t rows),                           \
        average_pool(x, height, width, channels, window, y, rows))                                                   \
    ENTRY(                                                                                                           \
        average_pool_backward_##suffix,                                                                              \
        (const T* dy, int height, int width, int channels, int window, T* dx, index_t rows),                         \
        average_pool_backward(dy, height, width, channels, window, dx, rows))                                        \
    ENTRY(                                                                                                           \
        filter_to_channels_last_##suffix,                                                                            \
        (const float* w, T* to, index_t n, int inputs, int taps),                                                    \
        filter_to_channels_last(w, to, n, inputs, taps))                                                             \
    ENTRY(                                                                                                           \
        add_filter_gradient_##suffix,                                                                                \
        (const T* from, float* dw, index_t n, int inputs, int taps),                                                 \
        add_filter_gradient(from, dw, n, inputs, taps))

OF_ONE_TYPE(f32, float)
OF_ONE_TYPE(bf16, bfloat16)
