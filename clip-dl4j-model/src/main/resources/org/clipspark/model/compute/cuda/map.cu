// Operations on feature maps held as rows of channels: batch normalisation, pooling, depthwise convolution, and the
// order of a filter's elements.
#include "elements.cuh"
#include "loops.cuh"
#include "columns.cuh"

// Sections of the first two moments of each channel around the channel's number in the section's first row: the squares
// stay small however large the mean is.
template <class T>
__device__ void channel_moments(
    const T* x, index_t rows, int channels, index_t section_rows, int wide, float* partial) {
    column_sections<2>(
        rows, channels, section_rows, wide, partial, [&](auto width, index_t row, int channel, auto& v) {
            constexpr int N = decltype(width)::value;
            float origin[N];
            load(x + row / section_rows * section_rows * channels + channel, origin);
            load(x + row * channels + channel, v[0]);
            for (int i = 0; i < N; i++) {
                v[0][i] -= origin[i];
                v[1][i] = v[0][i] * v[0][i];
            }
        });
}

// Means and squares of the sections joined in their order (Chan et al. 1983), in double precision.
template <class T>
__device__ void join_moments(
    const T* x, const float* partial, index_t rows, int channels, index_t section_rows, int sections, float* means,
    float* variances) {
    int channel = blockIdx.x * blockDim.x + threadIdx.x;
    if (channel >= channels) {
        return;
    }
    double count = 0.0;
    double mean = 0.0;
    double squares = 0.0;
    for (int section = 0; section < sections; section++) {
        index_t first = section * section_rows;
        double n = static_cast<double>(min(section_rows, rows - first));
        double shift = partial[(static_cast<index_t>(section) * 2) * channels + channel] / n;
        double square = partial[(static_cast<index_t>(section) * 2 + 1) * channels + channel] - n * shift * shift;
        double distance = widen(x[first * channels + channel]) + shift - mean;
        double joined = count + n;
        squares += square + distance * distance * count * n / joined;
        mean += distance * n / joined;
        count = joined;
    }
    means[channel] = static_cast<float>(mean);
    double variance = squares / count;
    variances[channel] = static_cast<float>(variance < 0.0 ? 0.0 : variance);
}

__device__ __forceinline__ float standardized(float x, float mean, float variance, float epsilon) {
    return (x - mean) * (1.0f / sqrtf(variance + epsilon));
}

template <class T>
__device__ void batch_norm(
    const T* x, const float* gamma, const float* beta, const float* means, const float* variances, float epsilon,
    int rectified, T* y, index_t rows, int channels) {
    bool wide = aligned(x, gamma, beta, y) && aligned(means, variances);
    each_in_rows(rows, channels, wide, [&](auto width, index_t row, int channel) {
        constexpr int N = decltype(width)::value;
        float v[N];
        float g[N];
        float b[N];
        float m[N];
        float s[N];
        load(x + row * channels + channel, v);
        load(gamma + channel, g);
        load(beta + channel, b);
        load(means + channel, m);
        load(variances + channel, s);
        for (int i = 0; i < N; i++) {
            v[i] = fmaf(standardized(v[i], m[i], s[i], epsilon), g[i], b[i]);
            v[i] = rectified && v[i] < 0.0f ? 0.0f : v[i];
        }
        store(y + row * channels + channel, v);
    });
}

// The gradient behind a rectifier: the output is computed again, by the same operations, to tell its sign.
__device__ __forceinline__ float unrectified(float dy, float standard, float gamma, float beta, int rectified) {
    return rectified && !(fmaf(standard, gamma, beta) > 0.0f) ? 0.0f : dy;
}

// Sections of the gradients of gain (0) and shift (1). beta is read where outputs were rectified.
template <class T>
__device__ void batch_norm_parameters(
    const T* dy, const T* x, const float* gamma, const float* beta, const float* means, const float* variances,
    float epsilon, int rectified, index_t rows, int channels, index_t section_rows, int wide, float* partial) {
    column_sections<2>(
        rows, channels, section_rows, wide, partial, [&](auto width, index_t row, int channel, auto& v) {
            constexpr int N = decltype(width)::value;
            float values[N];
            load(x + row * channels + channel, values);
            load(dy + row * channels + channel, v[1]);
            for (int i = 0; i < N; i++) {
                int c = channel + i;
                float standard = standardized(values[i], means[c], variances[c], epsilon);
                v[1][i] = unrectified(v[1][i], standard, gamma[c], beta[c], rectified);
                v[0][i] = v[1][i] * standard;
            }
        });
}

// totals is [2, channels]: the sums of this pass alone, which the gradient of the input needs.
__device__ void add_totals(
    const float* partial, int sections, int channels, float* totals, float* gain, float* shift) {
    int channel = blockIdx.x * blockDim.x + threadIdx.x;
    if (channel < channels) {
        float gains = column_total<2>(partial, sections, channels, 0, channel);
        float shifts = column_total<2>(partial, sections, channels, 1, channel);
        totals[channel] = gains;
        totals[channels + channel] = shifts;
        gain[channel] += gains;
        shift[channel] += shifts;
    }
}

template <class T>
__device__ void batch_norm_input(
    const T* dy, const T* x, const float* gamma, const float* beta, const float* means, const float* variances,
    float epsilon, int rectified, int of_batch, const float* totals, T* dx, index_t rows, int channels) {
    each_in_rows(rows, channels, aligned(dy, x, dx), [&](auto width, index_t row, int channel) {
        constexpr int N = decltype(width)::value;
        float d[N];
        float v[N];
        load(dy + row * channels + channel, d);
        load(x + row * channels + channel, v);
        for (int i = 0; i < N; i++) {
            int c = channel + i;
            float standard = standardized(v[i], means[c], variances[c], epsilon);
            float gradient = unrectified(d[i], standard, gamma[c], beta[c], rectified);
            if (of_batch) {
                gradient -= (totals[channels + c] + standard * totals[c]) / rows;
            }
            d[i] = gradient * gamma[c] * (1.0f / sqrtf(variances[c] + epsilon));
        }
        store(dx + row * channels + channel, d);
    });
}

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
        channel_moments_##suffix,                                                                                    \
        (const T* x, index_t rows, int channels, index_t section_rows, int wide, float* partial),                    \
        channel_moments(x, rows, channels, section_rows, wide, partial))                                             \
    ENTRY(                                                                                                           \
        join_moments_##suffix,                                                                                       \
        (const T* x, const float* partial, index_t rows, int channels, index_t section_rows, int sections,           \
         float* means, float* variances),                                                                            \
        join_moments(x, partial, rows, channels, section_rows, sections, means, variances))                          \
    ENTRY(                                                                                                           \
        batch_norm_##suffix,                                                                                         \
        (const T* x, const float* gamma, const float* beta, const float* means, const float* variances,              \
         float epsilon, int rectified, T* y, index_t rows, int channels),                                            \
        batch_norm(x, gamma, beta, means, variances, epsilon, rectified, y, rows, channels))                         \
    ENTRY(                                                                                                           \
        batch_norm_parameters_##suffix,                                                                              \
        (const T* dy, const T* x, const float* gamma, const float* beta, const float* means,                         \
         const float* variances, float epsilon, int rectified, index_t rows, int channels, index_t section_rows,     \
         int wide, float* partial),                                                                                  \
        batch_norm_parameters(                                                                                       \
            dy, x, gamma, beta, means, variances, epsilon, rectified, rows, channels, section_rows, wide, partial))  \
    ENTRY(                                                                                                           \
        batch_norm_input_##suffix,                                                                                   \
        (const T* dy, const T* x, const float* gamma, const float* beta, const float* means,                         \
         const float* variances, float epsilon, int rectified, int of_batch, const float* totals, T* dx,             \
         index_t rows, int channels),                                                                                \
        batch_norm_input(                                                                                            \
            dy, x, gamma, beta, means, variances, epsilon, rectified, of_batch, totals, dx, rows, channels))         \
    ENTRY(                                                                                                           \
        average_pool_##suffix,                                                                                       \
        (const T* x, int height, int width, int channels, int window, T* y, index_t rows),                           \
        average_pool(x, height, width, channels, window, y, rows))                                                   \
    ENTRY(                                                                                                           \
        average_pool_backward_##suffix,                                                                              \
        (const T* dy, int height, int width, int channels, int window, T* dx, index_t rows),                         \
        average_pool_backward(dy, height, width, channels, window, dx, rows))                                        \
    ENTRY(                                                                                                           \
        depthwise_##suffix,                                                                                          \
        (const T* x, const float* w, const float* bias, int turned, int height, int width, int channels,             \
         int kernel, T* y, index_t rows),                                                                            \
        depthwise(x, w, bias, turned, height, width, channels, kernel, y, rows))                                     \
    ENTRY(                                                                                                           \
        depthwise_weight_##suffix,                                                                                   \
        (const T* dy, const T* x, int height, int width, int channels, int kernel, index_t rows,                     \
         index_t section_rows, float* partial),                                                                      \
        depthwise_weight(dy, x, height, width, channels, kernel, rows, section_rows, partial))                       \
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

ENTRY(
    add_gain_and_shift_totals,
    (const float* partial, int sections, int channels, float* totals, float* gain, float* shift),
    add_totals(partial, sections, channels, totals, gain, shift))
ENTRY(
    add_taps,
    (const float* partial, int sections, int channels, int taps, float* dw),
    add_tap_sums(partial, sections, channels, taps, dw))
