// Depthwise convolution of feature maps held as rows of channels.
#include "elements.cuh"
#include "loops.cuh"
#include "columns.cuh"

// Each channel by its own kernel [kernel, kernel]; turned around, it is the gradient of the input. bias may be null.
template <class T>
__device__ void depthwise(
    const T* x, const float* w, const float* bias, int turned, int height, int width, int channels, int kernel, T* y,
    index_t rows) {
    int taps = kernel * kernel;
    int padding = kernel / 2;
    each_in_rows(rows, channels, aligned(x, y), [&](auto pack, index_t row, int channel) {
        constexpr int N = decltype(pack)::value;
        float sum[N];
        for (int k = 0; k < N; k++) {
            sum[k] = bias == nullptr ? 0.0f : bias[channel + k];
        }
        int column = static_cast<int>(row % width);
        int line = static_cast<int>(row / width % height);
        for (int i = 0; i < kernel; i++) {
            int from_line = line + i - padding;
            if (from_line < 0 || from_line >= height) {
                continue;
            }
            for (int j = 0; j < kernel; j++) {
                int from_column = column + j - padding;
                if (from_column < 0 || from_column >= width) {
                    continue;
                }
                int tap = turned ? taps - 1 - (i * kernel + j) : i * kernel + j;
                index_t from = row + static_cast<index_t>(from_line - line) * width + from_column - column;
                float v[N];
                load(x + from * channels + channel, v);
                for (int k = 0; k < N; k++) {
                    sum[k] = fmaf(v[k], w[(channel + k) * taps + tap], sum[k]);
                }
            }
        }
        store(y + row * channels + channel, sum);
    });
}

// Sections of the gradient of the weights: a block for each section, line of the kernel and 32 channels; a thread holds the
// taps of its channel's line. partial is [sections, taps, channels].
#define LARGEST_KERNEL 15

template <class T>
__device__ void depthwise_weight(
    const T* dy, const T* x, int height, int width, int channels, int kernel, index_t rows, index_t section_rows,
    float* partial) {
    int padding = kernel / 2;
    int groups = (channels + 31) / 32;
    int lane = threadIdx.x & 31;
    int channel = static_cast<int>(blockIdx.x % groups) * 32 + lane;
    index_t rest = blockIdx.x / groups;
    int line = static_cast<int>(rest % kernel);
    index_t section = rest / kernel;
    index_t end = min((section + 1) * section_rows, rows);
    float total[LARGEST_KERNEL] = {};
    if (channel < channels) {
        for (index_t row = section * section_rows + threadIdx.x / 32; row < end; row += 8) {
            int column = static_cast<int>(row % width);
            int from_line = static_cast<int>(row / width % height) + line - padding;
            if (from_line < 0 || from_line >= height) {
                continue;
            }
            float gradient = widen(dy[row * channels + channel]);
            index_t from = row + static_cast<index_t>(line - padding) * width - padding;
#pragma unroll
            for (int j = 0; j < LARGEST_KERNEL; j++) {
                int from_column = column + j - padding;
                if (j < kernel && from_column >= 0 && from_column < width) {
                    total[j] = fmaf(gradient, widen(x[(from + j) * channels + channel]), total[j]);
                }
            }
        }
    }
    __shared__ float sums[8][32];
    for (int j = 0; j < kernel; j++) {
        float mine = 0.0f;
#pragma unroll
        for (int k = 0; k < LARGEST_KERNEL; k++) {
            mine = k == j ? total[k] : mine;
        }
        __syncthreads();
        sums[threadIdx.x / 32][lane] = mine;
        __syncthreads();
        if (threadIdx.x < 32 && channel < channels) {
            float sum = 0.0f;
            for (int other = 0; other < 8; other++) {
                sum += sums[other][lane];
            }
            index_t tap = static_cast<index_t>(line) * kernel + j;
            partial[(section * kernel * kernel + tap) * channels + channel] = sum;
        }
    }
}

// dw [channels, taps] += the sections of partial [sections, taps, channels].
__device__ void add_tap_sums(const float* partial, int sections, int channels, int taps, float* dw) {
    int at = blockIdx.x * blockDim.x + threadIdx.x;
    if (at < channels * taps) {
        int channel = at % channels;
        int tap = at / channels;
        dw[channel * taps + tap] += column_total<1>(partial, sections, channels * taps, 0, at);
    }
}

#define OF_ONE_TYPE(suffix, T)                                                                                       \
    ENTRY(                                                                                                           \
        depthwise_##suffix,                                                                                          \
        (const T* x, const float* w, const float* bias, int turned, int height, int width, int channels,             \
         int kernel, T* y, index_t rows),                                                                            \
        depthwise(x, w, bias, turned, height, width, channels, kernel, y, rows))                                     \
    ENTRY(                                                                                                           \
        depthwise_weight_##suffix,                                                                                   \
        (const T* dy, const T* x, int height, int width, int channels, int kernel, index_t rows,                     \
         index_t section_rows, float* partial),                                                                      \
        depthwise_weight(dy, x, height, width, channels, kernel, rows, section_rows, partial))

OF_ONE_TYPE(f32, float)
OF_ONE_TYPE(bf16, bfloat16)

ENTRY(
    add_taps,
    (const float* partial, int sections, int channels, int taps, float* dw),
    add_tap_sums(partial, sections, channels, taps, dw))
