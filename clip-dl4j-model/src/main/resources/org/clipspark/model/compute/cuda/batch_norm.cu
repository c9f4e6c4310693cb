// Batch normalisation of feature maps held as rows of channels.
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
            dy, x, gamma, beta, means, variances, epsilon, rectified, of_batch, totals, dx, rows, channels))

OF_ONE_TYPE(f32, float)
OF_ONE_TYPE(bf16, bfloat16)

ENTRY(
    add_gain_and_shift_totals,
    (const float* partial, int sections, int channels, float* totals, float* gain, float* shift),
    add_totals(partial, sections, channels, totals, gain, shift))
