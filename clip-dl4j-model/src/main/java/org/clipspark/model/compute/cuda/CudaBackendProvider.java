package org.clipspark.model.compute.cuda;

import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendProvider;
import org.clipspark.model.compute.BackendSettings;

/** Opens the {@code cuda} backend. Until then no class of CUDA's is loaded. */
public final class CudaBackendProvider implements BackendProvider {
    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public Backend open(BackendSettings settings) {
        return CudaBackend.open(settings);
    }
}
