// As much of CUDA's driver and of NVRTC as the backend calls, for a card of compute capability 9.0 whose memory is the host's.
// "Compiling" gives back a word: the kernels are in this library already.
#include <cstdio>
#include <cstdlib>

#include "emulated_grid.h"

namespace {

constexpr int SUCCESS = 0;
constexpr int OUT_OF_MEMORY = 2;
constexpr int NOT_FOUND = 500;
constexpr int ILLEGAL_ADDRESS = 700;
constexpr int LAUNCH_FAILED = 719;

constexpr std::size_t FENCE = 256;
constexpr unsigned char FENCE_BYTE = 0xa5;
constexpr char CODE[] = "emulated";

int context_place;
int module_place;
int stream_place;
int event_place;
int program_place;

// By where a block begins: how long it is. Fences lie before and behind it.
std::map<std::uintptr_t, std::size_t>& blocks() {
    static std::map<std::uintptr_t, std::size_t> table;
    return table;
}

bool fences_stand(std::uintptr_t begin, std::size_t bytes) {
    const unsigned char* before = reinterpret_cast<const unsigned char*>(begin - FENCE);
    const unsigned char* behind = reinterpret_cast<const unsigned char*>(begin + bytes);
    for (std::size_t i = 0; i < FENCE; i++) {
        if (before[i] != FENCE_BYTE || behind[i] != FENCE_BYTE) {
            return false;
        }
    }
    return true;
}

bool all_fences_stand() {
    for (const auto& block : blocks()) {
        if (!fences_stand(block.first, block.second)) {
            return false;
        }
    }
    return true;
}

}  // namespace

extern "C" {

int cuInit(unsigned) {
    return SUCCESS;
}

int cuDriverGetVersion(int* version) {
    *version = 13000;
    return SUCCESS;
}

int cuGetErrorString(int status, const char** text) {
    *text = status == NOT_FOUND         ? "there is no such kernel"
            : status == ILLEGAL_ADDRESS ? "a kernel wrote beside a block of memory"
            : status == LAUNCH_FAILED   ? "threads wait for others that never come"
            : status == OUT_OF_MEMORY   ? "out of memory"
                                        : "emulated";
    return SUCCESS;
}

int cuDeviceGetCount(int* count) {
    *count = 1;
    return SUCCESS;
}

int cuDeviceGet(int* device, int ordinal) {
    *device = ordinal;
    return SUCCESS;
}

int cuDeviceGetName(char* name, int length, int) {
    std::snprintf(name, static_cast<std::size_t>(length), "emulated card");
    return SUCCESS;
}

int cuDeviceGetAttribute(int* value, int attribute, int) {
    switch (attribute) {
        case 16: *value = 2; break;          // multiprocessors
        case 75: *value = 9; break;          // compute capability, major
        case 76: *value = 0; break;          // and minor
        case 97: *value = 228 << 10; break;  // shared memory of a block
        default: *value = 0;
    }
    return SUCCESS;
}

int cuDeviceTotalMem_v2(std::size_t* bytes, int) {
    *bytes = std::size_t{1} << 30;
    return SUCCESS;
}

int cuDevicePrimaryCtxRetain(void** context, int) {
    *context = &context_place;
    return SUCCESS;
}

int cuDevicePrimaryCtxRelease_v2(int) {
    return SUCCESS;
}

int cuCtxSetCurrent(void*) {
    return SUCCESS;
}

int cuStreamCreate(void** stream, unsigned) {
    *stream = &stream_place;
    return SUCCESS;
}

int cuStreamDestroy_v2(void*) {
    return SUCCESS;
}

int cuStreamSynchronize(void*) {
    return SUCCESS;
}

int cuEventCreate(void** event, unsigned) {
    *event = &event_place;
    return SUCCESS;
}

int cuEventDestroy_v2(void*) {
    return SUCCESS;
}

int cuEventRecord(void*, void*) {
    return SUCCESS;
}

int cuEventSynchronize(void*) {
    return SUCCESS;
}

int cuMemAlloc_v2(std::uintptr_t* address, std::size_t bytes) {
    std::size_t whole = (bytes + 2 * FENCE + 255) / 256 * 256;
    unsigned char* memory = static_cast<unsigned char*>(std::aligned_alloc(256, whole));
    if (memory == nullptr) {
        return OUT_OF_MEMORY;
    }
    std::memset(memory, FENCE_BYTE, whole);
    *address = reinterpret_cast<std::uintptr_t>(memory) + FENCE;
    // What is read before it is written is NaN.
    std::memset(memory + FENCE, 0xff, bytes);
    blocks()[*address] = bytes;
    return SUCCESS;
}

int cuMemFree_v2(std::uintptr_t address) {
    blocks().erase(address);
    std::free(reinterpret_cast<void*>(address - FENCE));
    return SUCCESS;
}

int cuMemGetInfo_v2(std::size_t* free_bytes, std::size_t* all) {
    *free_bytes = std::size_t{1} << 30;
    *all = std::size_t{1} << 30;
    return SUCCESS;
}

int cuMemHostAlloc(void** memory, std::size_t bytes, unsigned) {
    *memory = std::malloc(bytes);
    return *memory == nullptr ? OUT_OF_MEMORY : SUCCESS;
}

int cuMemFreeHost(void* memory) {
    std::free(memory);
    return SUCCESS;
}

int cuMemcpyHtoDAsync_v2(std::uintptr_t to, const void* from, std::size_t bytes, void*) {
    std::memcpy(reinterpret_cast<void*>(to), from, bytes);
    return SUCCESS;
}

int cuMemcpyDtoHAsync_v2(void* to, std::uintptr_t from, std::size_t bytes, void*) {
    std::memcpy(to, reinterpret_cast<const void*>(from), bytes);
    return SUCCESS;
}

int cuMemcpyDtoDAsync_v2(std::uintptr_t to, std::uintptr_t from, std::size_t bytes, void*) {
    std::memmove(reinterpret_cast<void*>(to), reinterpret_cast<const void*>(from), bytes);
    return SUCCESS;
}

int cuMemsetD8Async(std::uintptr_t to, unsigned char value, std::size_t bytes, void*) {
    std::memset(reinterpret_cast<void*>(to), value, bytes);
    return SUCCESS;
}

int cuModuleLoadData(void** module, const void* code) {
    *module = &module_place;
    return std::strcmp(static_cast<const char*>(code), CODE) == 0 ? SUCCESS : NOT_FOUND;
}

int cuModuleUnload(void*) {
    return SUCCESS;
}

int cuModuleGetFunction(const void** function, void*, const char* name) {
    auto found = emulated::kernels().find(name);
    if (found == emulated::kernels().end()) {
        return NOT_FOUND;
    }
    *function = &found->second;
    return SUCCESS;
}

int cuFuncSetAttribute(const void*, int, int) {
    return SUCCESS;
}

int cuLaunchKernel(
    const void* function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y,
    unsigned block_z, unsigned shared_bytes, void*, void** arguments, void**) {
    const emulated::Kernel& kernel = *static_cast<const emulated::Kernel*>(function);
    if (!emulated::run_grid(kernel, {grid_x, grid_y, grid_z}, {block_x, block_y, block_z}, shared_bytes, arguments)) {
        return LAUNCH_FAILED;
    }
    // A kernel that is given too little, or halves of numbers, shall not find what another was given.
    for (int i = 0; i < kernel.parameters; i++) {
        std::memset(arguments[i], 0xab, 8);
    }
    return all_fences_stand() ? SUCCESS : ILLEGAL_ADDRESS;
}

int nvrtcVersion(int* major, int* minor) {
    *major = 0;
    *minor = 0;
    return SUCCESS;
}

int nvrtcGetNumSupportedArchs(int* count) {
    *count = 1;
    return SUCCESS;
}

int nvrtcGetSupportedArchs(int* architectures) {
    *architectures = 90;
    return SUCCESS;
}

int nvrtcCreateProgram(void** program, const char*, const char*, int, const char* const*, const char* const*) {
    *program = &program_place;
    return SUCCESS;
}

int nvrtcDestroyProgram(void**) {
    return SUCCESS;
}

int nvrtcCompileProgram(void*, int, const char* const*) {
    return SUCCESS;
}

int nvrtcGetCUBINSize(void*, std::size_t* bytes) {
    *bytes = sizeof(CODE);
    return SUCCESS;
}

int nvrtcGetCUBIN(void*, char* code) {
    std::memcpy(code, CODE, sizeof(CODE));
    return SUCCESS;
}

int nvrtcGetProgramLogSize(void*, std::size_t* bytes) {
    *bytes = 1;
    return SUCCESS;
}

int nvrtcGetProgramLog(void*, char* log) {
    *log = 0;
    return SUCCESS;
}

const char* nvrtcGetErrorString(int) {
    return "emulated";
}

}  // extern "C"
