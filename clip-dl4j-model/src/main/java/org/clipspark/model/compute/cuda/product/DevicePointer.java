package org.clipspark.model.compute.cuda.product;

import org.bytedeco.javacpp.Pointer;

/** An address on the device as the libraries' bindings take it; one object serves many calls. */
final class DevicePointer extends Pointer {
    DevicePointer at(long where) {
        address = where;
        return this;
    }
}
