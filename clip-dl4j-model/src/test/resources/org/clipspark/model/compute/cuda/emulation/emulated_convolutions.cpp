// As much of cuDNN as the backend calls: convolutions of channels-last maps, tap by tap.
#include <cstddef>

#include "emulated_elements.h"

using emulated::element;
using emulated::put;

namespace {

constexpr int SUCCESS = 0;
constexpr int NOT_SUPPORTED = 3000;
constexpr int BF16 = 9;
constexpr int CHANNELS_LAST = 1;
constexpr int DETERMINISTIC = 1;

int handle_place;

// Maps [n, h, w, c], or a filter [n, h, w, c] with n outputs.
struct Block {
    int type;
    std::int64_t n, c, h, w;

    bool halves() const {
        return type == BF16;
    }

    std::int64_t at(std::int64_t i, std::int64_t line, std::int64_t column, std::int64_t channel) const {
        return ((i * h + line) * w + column) * c + channel;
    }
};

struct Convolution {
    int padding;
    int stride;
};

struct Proposal {
    int algorithm;
    int status;
    float time;
    std::size_t memory;
    int determinism;
    int math_type;
    int reserved[3];
};

int propose(int* found, Proposal* proposals) {
    *found = 1;
    *proposals = {0, SUCCESS, 0.0f, 1024, DETERMINISTIC, 0, {0, 0, 0}};
    return SUCCESS;
}

// Calls visit(x, w, y) with the places of each factor and result of the convolution.
template <class Visit>
void each_product(const Block& x, const Block& w, const Block& y, const Convolution& convolution, Visit visit) {
    for (std::int64_t map = 0; map < y.n; map++) {
        for (std::int64_t line = 0; line < y.h; line++) {
            for (std::int64_t column = 0; column < y.w; column++) {
                for (std::int64_t i = 0; i < w.h; i++) {
                    for (std::int64_t j = 0; j < w.w; j++) {
                        std::int64_t from_line = line * convolution.stride + i - convolution.padding;
                        std::int64_t from_column = column * convolution.stride + j - convolution.padding;
                        if (from_line < 0 || from_line >= x.h || from_column < 0 || from_column >= x.w) {
                            continue;
                        }
                        for (std::int64_t output = 0; output < y.c; output++) {
                            for (std::int64_t input = 0; input < x.c; input++) {
                                visit(x.at(map, from_line, from_column, input), w.at(output, i, j, input),
                                      y.at(map, line, column, output));
                            }
                        }
                    }
                }
            }
        }
    }
}

std::int64_t size(const Block& block) {
    return block.n * block.c * block.h * block.w;
}

// Sums in double precision, then written all at once.
struct Sums {
    double* values;
    const Block& block;

    explicit Sums(const Block& of) : values(new double[static_cast<std::size_t>(size(of))]()), block(of) {}
    Sums(const Sums&) = delete;

    ~Sums() {
        delete[] values;
    }

    void store(void* to) const {
        for (std::int64_t i = 0; i < size(block); i++) {
            put(to, block.halves(), i, values[i]);
        }
    }
};

}  // namespace

extern "C" {

int cudnnCreate(void** handle) {
    *handle = &handle_place;
    return SUCCESS;
}

int cudnnDestroy(void*) {
    return SUCCESS;
}

int cudnnSetStream(void*, void*) {
    return SUCCESS;
}

const char* cudnnGetErrorString(int) {
    return "emulated";
}

int cudnnCreateTensorDescriptor(Block** block) {
    *block = new Block();
    return SUCCESS;
}

int cudnnDestroyTensorDescriptor(Block* block) {
    delete block;
    return SUCCESS;
}

int cudnnSetTensor4dDescriptor(Block* block, int format, int type, int n, int c, int h, int w) {
    *block = {type, n, c, h, w};
    return format == CHANNELS_LAST ? SUCCESS : NOT_SUPPORTED;
}

int cudnnCreateFilterDescriptor(Block** block) {
    *block = new Block();
    return SUCCESS;
}

int cudnnDestroyFilterDescriptor(Block* block) {
    delete block;
    return SUCCESS;
}

int cudnnSetFilter4dDescriptor(Block* block, int type, int format, int k, int c, int h, int w) {
    *block = {type, k, c, h, w};
    return format == CHANNELS_LAST ? SUCCESS : NOT_SUPPORTED;
}

int cudnnCreateConvolutionDescriptor(Convolution** convolution) {
    *convolution = new Convolution();
    return SUCCESS;
}

int cudnnDestroyConvolutionDescriptor(Convolution* convolution) {
    delete convolution;
    return SUCCESS;
}

int cudnnSetConvolution2dDescriptor(
    Convolution* convolution, int padding, int, int stride, int, int, int, int, int) {
    *convolution = {padding, stride};
    return SUCCESS;
}

int cudnnSetConvolutionMathType(Convolution*, int) {
    return SUCCESS;
}

int cudnnGetConvolutionForwardAlgorithm_v7(
    void*, const Block*, const Block*, const Convolution*, const Block*, int, int* found, Proposal* proposals) {
    return propose(found, proposals);
}

int cudnnGetConvolutionBackwardDataAlgorithm_v7(
    void*, const Block*, const Block*, const Convolution*, const Block*, int, int* found, Proposal* proposals) {
    return propose(found, proposals);
}

int cudnnGetConvolutionBackwardFilterAlgorithm_v7(
    void*, const Block*, const Block*, const Convolution*, const Block*, int, int* found, Proposal* proposals) {
    return propose(found, proposals);
}

int cudnnConvolutionForward(
    void*, const float*, const Block* of_x, const void* x, const Block* of_w, const void* w,
    const Convolution* convolution, int, void*, std::size_t, const float*, const Block* of_y, void* y) {
    Sums sums(*of_y);
    each_product(*of_x, *of_w, *of_y, *convolution, [&](std::int64_t i, std::int64_t j, std::int64_t k) {
        sums.values[k] += static_cast<double>(element(x, of_x->halves(), i)) * element(w, of_w->halves(), j);
    });
    sums.store(y);
    return SUCCESS;
}

int cudnnConvolutionBackwardData(
    void*, const float*, const Block* of_w, const void* w, const Block* of_dy, const void* dy,
    const Convolution* convolution, int, void*, std::size_t, const float*, const Block* of_dx, void* dx) {
    Sums sums(*of_dx);
    each_product(*of_dx, *of_w, *of_dy, *convolution, [&](std::int64_t i, std::int64_t j, std::int64_t k) {
        sums.values[i] += static_cast<double>(element(dy, of_dy->halves(), k)) * element(w, of_w->halves(), j);
    });
    sums.store(dx);
    return SUCCESS;
}

int cudnnConvolutionBackwardFilter(
    void*, const float*, const Block* of_x, const void* x, const Block* of_dy, const void* dy,
    const Convolution* convolution, int, void*, std::size_t, const float*, const Block* of_dw, void* dw) {
    Sums sums(*of_dw);
    each_product(*of_x, *of_dw, *of_dy, *convolution, [&](std::int64_t i, std::int64_t j, std::int64_t k) {
        sums.values[j] += static_cast<double>(element(dy, of_dy->halves(), k)) * element(x, of_x->halves(), i);
    });
    sums.store(dw);
    return SUCCESS;
}

}  // extern "C"
