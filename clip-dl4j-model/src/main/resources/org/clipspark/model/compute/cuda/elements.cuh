// Elements of tensors in single precision and in bfloat16, and accesses of eight of them at once. Arithmetic is in
// single precision everywhere: bfloat16 is a format of memory.

typedef long long index_t;

#define FLOAT_INFINITY __int_as_float(0x7f800000)

struct bfloat16 {
    unsigned short bits;
};

// A kernel by its name, so that what lists kernels needs no second list.
#ifndef ENTRY
#define ENTRY(name, parameters, ...) \
    extern "C" __global__ void name parameters { __VA_ARGS__; }
#endif

// The same for blocks of that many threads, of which a multiprocessor shall hold that many: registers are limited to it.
#ifndef BOUNDED_ENTRY
#define BOUNDED_ENTRY(threads, blocks, name, parameters, ...) \
    extern "C" __global__ void __launch_bounds__(threads, blocks) name parameters { __VA_ARGS__; }
#endif

// Dynamic shared memory of the block, from its start.
#ifndef DYNAMIC_SHARED
#define DYNAMIC_SHARED(type, name)                                      \
    extern __shared__ __align__(16) unsigned char dynamic_shared_memory[]; \
    type* name = reinterpret_cast<type*>(dynamic_shared_memory)
#endif

__device__ __forceinline__ float widen(float x) {
    return x;
}

__device__ __forceinline__ float widen(bfloat16 x) {
    return __uint_as_float(static_cast<unsigned>(x.bits) << 16);
}

// Two numbers as bfloat16, the first in the low half: rounded to nearest even, NaN stays NaN.
__device__ __forceinline__ unsigned packed(float low, float high) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
    unsigned both;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(high), "f"(low));
    return both;
#else
    unsigned result = 0;
    float values[2] = {low, high};
    for (int i = 0; i < 2; i++) {
        unsigned bits = __float_as_uint(values[i]);
        bool nan = (bits & 0x7fffffffu) > 0x7f800000u;
        unsigned rounded = nan ? 0x7fffu : (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
        result |= rounded << (16 * i);
    }
    return result;
#endif
}

__device__ __forceinline__ void store_one(float* p, float x) {
    *p = x;
}

__device__ __forceinline__ void store_one(bfloat16* p, float x) {
    p->bits = static_cast<unsigned short>(packed(x, 0.0f) & 0xffffu);
}

// Numbers that are read or written at once: 1, or 8 at an address that 16 divides.
template <int N>
struct Width {
    static constexpr int value = N;
};

template <int N, class T>
__device__ __forceinline__ void load(const T* p, float (&v)[N]) {
    if constexpr (N == 1) {
        v[0] = widen(*p);
    } else if constexpr (sizeof(T) == sizeof(bfloat16)) {
        static_assert(N == 8, "eight at once");
        uint4 raw = *reinterpret_cast<const uint4*>(p);
        unsigned words[4] = {raw.x, raw.y, raw.z, raw.w};
#pragma unroll
        for (int i = 0; i < 4; i++) {
            v[2 * i] = __uint_as_float(words[i] << 16);
            v[2 * i + 1] = __uint_as_float(words[i] & 0xffff0000u);
        }
    } else {
#pragma unroll
        for (int i = 0; i < N; i += 4) {
            float4 four = *reinterpret_cast<const float4*>(p + i);
            v[i] = four.x;
            v[i + 1] = four.y;
            v[i + 2] = four.z;
            v[i + 3] = four.w;
        }
    }
}

template <int N, class T>
__device__ __forceinline__ void store(T* p, const float (&v)[N]) {
    if constexpr (N == 1) {
        store_one(p, v[0]);
    } else if constexpr (sizeof(T) == sizeof(bfloat16)) {
        static_assert(N == 8, "eight at once");
        *reinterpret_cast<uint4*>(p) =
            make_uint4(packed(v[0], v[1]), packed(v[2], v[3]), packed(v[4], v[5]), packed(v[6], v[7]));
    } else {
#pragma unroll
        for (int i = 0; i < N; i += 4) {
            *reinterpret_cast<float4*>(p + i) = make_float4(v[i], v[i + 1], v[i + 2], v[i + 3]);
        }
    }
}

__device__ __forceinline__ bool aligned(const void* p) {
    return (reinterpret_cast<unsigned long long>(p) & 15u) == 0;
}

template <class... Others>
__device__ __forceinline__ bool aligned(const void* p, Others... others) {
    return aligned(p) && aligned(others...);
}
