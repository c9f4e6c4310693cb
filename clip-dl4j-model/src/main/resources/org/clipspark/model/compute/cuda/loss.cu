// Contrastive losses and their gradients: a block of 256 threads for each row of logits. The gradient may replace the
// logits: a thread reads an element before it writes it, and no other thread writes there.
#include "elements.cuh"
#include "sums.cuh"

template <class T>
__device__ void softmax_cross_entropy(
    const T* logits, int columns, int label_offset, float weight, T* gradients, double* losses) {
    index_t row = blockIdx.x;
    const T* from = logits + row * columns;
    T* to = gradients + row * columns;
    index_t label = row + label_offset;
    float right = widen(from[label]);
    float largest = -FLOAT_INFINITY;
    for (int column = threadIdx.x; column < columns; column += 256) {
        largest = fmaxf(largest, widen(from[column]));
    }
    largest = block_max(largest);
    float sum = 0.0f;
    for (int column = threadIdx.x; column < columns; column += 256) {
        sum += expf(widen(from[column]) - largest);
    }
    sum = block_sum(sum);
    float factor = weight / sum;
    for (int column = threadIdx.x; column < columns; column += 256) {
        float gradient = expf(widen(from[column]) - largest) * factor;
        store_one(to + column, column == label ? gradient - weight : gradient);
    }
    if (threadIdx.x == 0) {
        losses[row] = static_cast<double>(largest) + log(static_cast<double>(sum)) - right;
    }
}

template <class T>
__device__ void sigmoid_cross_entropy(
    const T* logits, int columns, int label_offset, float weight, T* gradients, double* losses) {
    index_t row = blockIdx.x;
    index_t label = row + label_offset;
    double sum = 0.0;
    for (int column = threadIdx.x; column < columns; column += 256) {
        float x = widen(logits[row * columns + column]);
        float small = expf(-fabsf(x));
        float rest = 1.0f / (1.0f + small);
        float probability = x >= 0.0f ? rest : small * rest;
        // -log sigmoid(-x) = max(x, 0) + log(1 + exp(-|x|)), and x less where the pair is right. The sigmoid less one is
        // formed without the difference, which would lose digits near one.
        float softplus = (x > 0.0f ? x : 0.0f) + log1pf(small);
        float complement = x >= 0.0f ? -small * rest : -rest;
        bool right = column == label;
        sum += right ? static_cast<double>(softplus) - x : static_cast<double>(softplus);
        store_one(gradients + row * columns + column, weight * (right ? complement : probability));
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        losses[row] = sum;
    }
}

__device__ void add_up(const double* losses, index_t rows, double factor, double* result) {
    double sum = 0.0;
    for (index_t row = threadIdx.x; row < rows; row += blockDim.x) {
        sum += losses[row];
    }
    sum = block_sum(sum);
    if (threadIdx.x == 0) {
        *result = factor * sum;
    }
}

#define OF_ONE_TYPE(suffix, T)                                                                                       \
    ENTRY(                                                                                                           \
        softmax_cross_entropy_##suffix,                                                                              \
        (const T* logits, int columns, int label_offset, float weight, T* gradients, double* losses),                \
        softmax_cross_entropy(logits, columns, label_offset, weight, gradients, losses))                             \
    ENTRY(                                                                                                           \
        sigmoid_cross_entropy_##suffix,                                                                              \
        (const T* logits, int columns, int label_offset, float weight, T* gradients, double* losses),                \
        sigmoid_cross_entropy(logits, columns, label_offset, weight, gradients, losses))

OF_ONE_TYPE(f32, float)
OF_ONE_TYPE(bf16, bfloat16)

ENTRY(
    sum_of_losses,
    (const double* losses, index_t rows, double factor, double* result),
    add_up(losses, rows, factor, result))
