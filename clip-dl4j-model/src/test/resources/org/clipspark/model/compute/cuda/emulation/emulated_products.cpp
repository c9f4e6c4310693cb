// As much of cuBLASLt as the backend calls: one plain product. Matrices lie column by column.
#include <cstddef>

#include "emulated_elements.h"

using emulated::element;
using emulated::put;

namespace {

constexpr int SUCCESS = 0;
constexpr int INVALID = 7;
constexpr int BF16 = 14;

constexpr int TRANSPOSE_A = 3;
constexpr int TRANSPOSE_B = 4;
constexpr int EPILOGUE = 7;
constexpr int BIAS_POINTER = 8;
constexpr int WITH_BIAS = 4;

int context_place;

struct Operation {
    int transpose_a;
    int transpose_b;
    int epilogue;
    const void* bias;
};

struct Layout {
    int type;
    std::uint64_t rows;
    std::uint64_t columns;
    std::int64_t leading;
};

}  // namespace

extern "C" {

int cublasLtCreate(void** context) {
    *context = &context_place;
    return SUCCESS;
}

int cublasLtDestroy(void*) {
    return SUCCESS;
}

const char* cublasLtGetStatusString(int status) {
    return status == INVALID ? "invalid value" : "emulated";
}

int cublasLtMatmulDescInit_internal(Operation* operation, std::size_t, int, int) {
    *operation = {0, 0, 1, nullptr};
    return SUCCESS;
}

int cublasLtMatmulDescSetAttribute(Operation* operation, int attribute, const void* value, std::size_t) {
    switch (attribute) {
        case TRANSPOSE_A: std::memcpy(&operation->transpose_a, value, 4); return SUCCESS;
        case TRANSPOSE_B: std::memcpy(&operation->transpose_b, value, 4); return SUCCESS;
        case EPILOGUE: std::memcpy(&operation->epilogue, value, 4); return SUCCESS;
        case BIAS_POINTER: std::memcpy(&operation->bias, value, 8); return SUCCESS;
        default: return INVALID;
    }
}

int cublasLtMatrixLayoutInit_internal(
    Layout* layout, std::size_t, int type, std::uint64_t rows, std::uint64_t columns, std::int64_t leading) {
    *layout = {type, rows, columns, leading};
    return SUCCESS;
}

int cublasLtMatmulPreferenceInit_internal(void*, std::size_t) {
    return SUCCESS;
}

int cublasLtMatmulPreferenceSetAttribute(void*, int, const void*, std::size_t) {
    return SUCCESS;
}

int cublasLtMatmulAlgoGetHeuristic(
    void*, const Operation* operation, const Layout* a, const Layout* b, const Layout* c, const Layout* d, void*, int,
    void*, int* found) {
    std::uint64_t rows = operation->transpose_a ? a->columns : a->rows;
    std::uint64_t inner = operation->transpose_a ? a->rows : a->columns;
    std::uint64_t inner_b = operation->transpose_b ? b->columns : b->rows;
    std::uint64_t columns = operation->transpose_b ? b->rows : b->columns;
    bool fits = inner == inner_b && d->rows == rows && d->columns == columns && c->rows == rows && a->type == b->type;
    *found = fits ? 1 : 0;
    return fits ? SUCCESS : INVALID;
}

int cublasLtMatmul(
    void*, const Operation* operation, const float* alpha, const void* a, const Layout* layout_a, const void* b,
    const Layout* layout_b, const float* beta, const void* c, const Layout* layout_c, void* d, const Layout* layout_d,
    const void*, void*, std::size_t, void*) {
    auto inner =
        static_cast<std::int64_t>(operation->transpose_a ? layout_a->rows : layout_a->columns);
    for (std::int64_t column = 0; column < static_cast<std::int64_t>(layout_d->columns); column++) {
        for (std::int64_t row = 0; row < static_cast<std::int64_t>(layout_d->rows); row++) {
            double sum = 0.0;
            for (std::int64_t k = 0; k < inner; k++) {
                std::int64_t at_a =
                    operation->transpose_a ? k + row * layout_a->leading : row + k * layout_a->leading;
                std::int64_t at_b =
                    operation->transpose_b ? column + k * layout_b->leading : k + column * layout_b->leading;
                sum += static_cast<double>(element(a, layout_a->type == BF16, at_a)) * element(b, layout_b->type == BF16, at_b);
            }
            double value = *alpha * sum;
            if (*beta != 0.0f) {
                value += *beta * static_cast<double>(element(c, layout_c->type == BF16, row + column * layout_c->leading));
            }
            if (operation->epilogue == WITH_BIAS) {
                value += element(operation->bias, layout_d->type == BF16, row);
            }
            put(d, layout_d->type == BF16, row + column * layout_d->leading, value);
        }
    }
    return SUCCESS;
}

}  // extern "C"
