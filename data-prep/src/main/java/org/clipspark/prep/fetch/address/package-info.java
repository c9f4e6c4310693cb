/** Which addresses a downloader may connect to. Entry point: {@link org.clipspark.prep.fetch.address.AddressGuard}. */
@NullMarked
package org.clipspark.prep.fetch.address;

import org.jspecify.annotations.NullMarked;
