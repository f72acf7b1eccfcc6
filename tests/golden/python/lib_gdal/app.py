import fiona
import geopandas
import lancedb
import rasterio
import rasterio.shutil
from osgeo import gdal
from rasterio.merge import merge
from rio_tiler.io import Reader, STACReader


def handler(event, context):
    with rasterio.open("s3://scenes/2024/red.tif") as scene:
        scene.read(1)
    with rasterio.open("/tmp/out.tif", "w", driver="GTiff") as local:
        local.write(scene.read())
    with rasterio.open("s3://results/out.tif", "w", driver="GTiff") as out:
        out.write(scene.read())
    gdal.Open("/vsis3/rasters/in.tif")
    gdal.Open("/tmp/in.tif")
    gdal.Warp("/vsis3/warped/out.tif", "/vsis3/rasters/in.tif")
    with Reader(event["url"]) as tiles:
        tiles.tile(1, 2, 3)
    fiona.open("zip+s3://shapes/all.zip")
    geopandas.read_file("s3://shapes/roads.gpkg").to_file("s3://results/roads.gpkg")
    lancedb.connect("s3://vectors/db").open_table("t").search([0.1])
    mosaic()
    clean()
    make()
    item()


def mosaic():
    merge(["s3://tiles/a.tif", "s3://more-tiles/b.tif"], dst_path="s3://mosaics/m.tif")


def clean():
    rasterio.shutil.delete("s3://tiles/old.tif")
    fiona.remove("s3://shapes/old.gpkg")
    gdal.Unlink("/vsis3/tiles/old.tfw")


def make():
    driver = gdal.GetDriverByName("GTiff")
    driver.Create("/vsis3/made/new.tif", 1, 1)
    gdal.VSIFOpenL("/vsis3/made/notes.txt", "wb")
    return gdal.VSIFOpenL("/vsis3/notes/notes.txt", "rb")


def item():
    return STACReader("s3://items/item.json")
