// What a .cu source needs to be compiled as C++ for the host. A block's threads are fibers: each runs until it has to wait for
// others, so that every run of the same grid takes the same course.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <utility>

#define __global__
#define __device__ inline
#define __forceinline__
#define __shared__ static
#define __align__(n) __attribute__((aligned(n)))

struct Index3 {
    unsigned x;
    unsigned y;
    unsigned z;
};

// Those of the fiber that runs.
extern Index3 threadIdx;
extern Index3 blockIdx;
extern Index3 blockDim;
extern Index3 gridDim;

namespace emulated {

// Dynamic shared memory of the block that runs; NaN before the block begins.
extern unsigned char* shared_memory;

void wait_for_block();
void wait_for_warp();

// Eight bytes of each lane, to be read by the others.
extern std::uint64_t* lane_slots();

struct Kernel {
    void (*launch)(const Kernel&, void**);
    void (*function)();
    int parameters;
};

std::map<std::string, Kernel>& kernels();

template <class... P>
struct Caller {
    template <std::size_t... I>
    static void call(void (*f)(P...), void** arguments, std::index_sequence<I...>) {
        f(*reinterpret_cast<P*>(arguments[I])...);
    }

    static void launch(const Kernel& kernel, void** arguments) {
        call(reinterpret_cast<void (*)(P...)>(kernel.function), arguments, std::index_sequence_for<P...>{});
    }
};

struct Registration {
    template <class... P>
    Registration(const char* name, void (*f)(P...)) {
        kernels()[name] = Kernel{&Caller<P...>::launch, reinterpret_cast<void (*)()>(f), sizeof...(P)};
    }
};

}  // namespace emulated

#define ENTRY(name, parameters, ...)                   \
    extern "C" void name parameters { __VA_ARGS__; } \
    static const emulated::Registration registration_of_##name(#name, &name);

#define BOUNDED_ENTRY(threads, blocks, name, parameters, ...) ENTRY(name, parameters, __VA_ARGS__)

#define DYNAMIC_SHARED(type, name) type* name = reinterpret_cast<type*>(emulated::shared_memory)

struct alignas(16) uint4 {
    unsigned x, y, z, w;
};

struct alignas(16) float4 {
    float x, y, z, w;
};

inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) {
    return {x, y, z, w};
}

inline float4 make_float4(float x, float y, float z, float w) {
    return {x, y, z, w};
}

template <class To, class From>
To same_bits(From from) {
    static_assert(sizeof(To) == sizeof(From), "as many bits");
    To to;
    std::memcpy(&to, &from, sizeof(To));
    return to;
}

inline float __uint_as_float(unsigned x) {
    return same_bits<float>(x);
}

inline unsigned __float_as_uint(float x) {
    return same_bits<unsigned>(x);
}

inline float __int_as_float(int x) {
    return same_bits<float>(x);
}

inline int min(int a, int b) {
    return a < b ? a : b;
}

inline long long min(long long a, long long b) {
    return a < b ? a : b;
}

inline void __syncthreads() {
    emulated::wait_for_block();
}

inline void __syncwarp() {
    emulated::wait_for_warp();
}

template <class T>
T __shfl_xor_sync(unsigned, T x, int distance) {
    std::uint64_t* slots = emulated::lane_slots();
    int lane = static_cast<int>(threadIdx.x) & 31;
    std::memcpy(&slots[lane], &x, sizeof(T));
    emulated::wait_for_warp();
    T other;
    std::memcpy(&other, &slots[lane ^ distance], sizeof(T));
    emulated::wait_for_warp();
    return other;
}

// mma.m16n8k16 and ldmatrix.x4.trans by the layout of fragments in PTX's documentation, not by that of the kernels.
#define EMULATED_TENSOR_CORES

inline float half_of(unsigned pair, int which) {
    return __uint_as_float(which == 0 ? pair << 16 : pair & 0xffff0000u);
}

inline void multiply_add(float (&c)[4], const unsigned (&a)[4], unsigned b0, unsigned b1) {
    static unsigned left[32][4];
    static unsigned right[32][2];
    int lane = static_cast<int>(threadIdx.x) & 31;
    std::memcpy(left[lane], a, sizeof(a));
    right[lane][0] = b0;
    right[lane][1] = b1;
    emulated::wait_for_warp();
    for (int i = 0; i < 4; i++) {
        int row = lane / 4 + (i < 2 ? 0 : 8);
        int column = lane % 4 * 2 + (i & 1);
        float sum = c[i];
        for (int k = 0; k < 16; k++) {
            unsigned of_left = left[row % 8 * 4 + k % 8 / 2][row / 8 + 2 * (k / 8)];
            unsigned of_right = right[column * 4 + k % 8 / 2][k / 8];
            sum += half_of(of_left, k & 1) * half_of(of_right, k & 1);
        }
        c[i] = sum;
    }
    emulated::wait_for_warp();
}

template <class Half>
void load_turned(unsigned (&r)[4], const Half* row) {
    std::uint64_t* slots = emulated::lane_slots();
    int lane = static_cast<int>(threadIdx.x) & 31;
    slots[lane] = reinterpret_cast<std::uint64_t>(row);
    emulated::wait_for_warp();
    for (int matrix = 0; matrix < 4; matrix++) {
        unsigned pair = 0;
        for (int half = 0; half < 2; half++) {
            std::uint64_t address = slots[8 * matrix + lane % 4 * 2 + half];
            if (address % 16 != 0) {
                __builtin_trap();
            }
            std::uint16_t bits;
            std::memcpy(&bits, reinterpret_cast<const void*>(address + 2 * (lane / 4)), 2);
            pair |= static_cast<unsigned>(bits) << (16 * half);
        }
        r[matrix] = pair;
    }
    emulated::wait_for_warp();
}
